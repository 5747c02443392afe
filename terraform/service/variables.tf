# Where, and what ------------------------------------------------------------------------------------------------------------------

variable "region" {
  description = "AWS region of everything here."
  type        = string
  default     = "eu-west-3"
}

variable "app" {
  description = "Name of the application: of the function, the API, the role, the log groups, and the first part of the SSM parameters' names."
  type        = string
  default     = "patient-insight"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.app))
    error_message = "app is 3 to 40 small letters, digits and hyphens; it starts with a letter and ends with no hyphen."
  }
}

variable "tags" {
  description = "Tags of every resource, beside app and managed-by."
  type        = map(string)
  default     = {}
}

variable "image" {
  description = "The image by its digest, REPOSITORY_URL@sha256:…: a tag would not say which image runs, and would not redeploy when it moves."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image is REPOSITORY_URL@sha256:…, 64 hexadecimal digits; a tag is not enough."
  }
}

variable "revision" {
  description = "The commit that the image was built from; each version's description ends with it."
  type        = string
  default     = "unknown"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$", var.revision))
    error_message = "revision is a commit or a tag: letters, digits, dots, hyphens and underscores."
  }
}

variable "architecture" {
  description = "Processor of the image: x86_64 or arm64 (a fifth cheaper)."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture is x86_64 or arm64."
  }
}

# What reads the notes -------------------------------------------------------------------------------------------------------------

variable "provider_name" {
  description = "What reads the notes: offline (the rules, nothing leaves the function), or an LLM provider."
  type        = string
  default     = "offline"

  validation {
    condition     = contains(["offline", "openai", "mistral", "anthropic", "gemini", "azure", "bedrock", "ollama", "compatible"], var.provider_name)
    error_message = "provider_name is offline, openai, mistral, anthropic, gemini, azure, bedrock, ollama or compatible."
  }
}

variable "model" {
  description = "The model that the provider runs; null leaves it to pie. Bedrock wants one: the role may call that one alone."
  type        = string
  default     = null

  validation {
    condition     = var.provider_name != "bedrock" || try(length(var.model) > 0, false)
    error_message = "bedrock wants a model: the function's role may call that one alone."
  }
}

variable "provider_base_url" {
  description = "Where the provider answers, in place of its usual address; azure, ollama and compatible have no usual one."
  type        = string
  default     = null

  validation {
    condition     = var.provider_base_url == null || can(regex("^https://[^\\s?#@]+$", var.provider_base_url))
    error_message = "provider_base_url is an https address without a user, a query or a fragment: notes travel to it."
  }

  validation {
    condition     = !contains(["azure", "ollama", "compatible"], var.provider_name) || var.provider_base_url != null
    error_message = "azure, ollama and compatible want provider_base_url."
  }
}

variable "data_policy" {
  description = "Whether the provider may see a note's text: no, or yes where a contract with it allows that. (redacted is not to be had yet: the server does not replace identifiers.)"
  type        = string
  default     = "no"

  validation {
    condition     = contains(["no", "yes"], var.data_policy)
    error_message = "data_policy is no or yes; redacted cannot be kept yet, because the server does not replace identifiers."
  }

  validation {
    condition     = var.data_policy == "yes" || var.provider_name == "offline"
    error_message = "A provider sees the text of notes: that wants data_policy \"yes\"; else provider_name is offline."
  }
}

variable "provider_timeout_seconds" {
  description = "The most that a provider gets to answer; then the offline engine answers."
  type        = number
  default     = 25

  validation {
    condition     = var.provider_timeout_seconds >= 1 && var.provider_timeout_seconds <= 25
    error_message = "provider_timeout_seconds is 1 to 25: function and gateway (29 and 30 s) must outlast it."
  }
}

# Who may ask ----------------------------------------------------------------------------------------------------------------------

variable "access" {
  description = "Who may ask: token (pie itself checks one), jwt (the gateway checks an identity provider's), iam (the gateway checks AWS signatures), none."
  type        = string
  default     = "token"

  validation {
    condition     = contains(["token", "jwt", "iam", "none"], var.access)
    error_message = "access is token, jwt, iam or none."
  }
}

variable "i_understand_it_is_public" {
  description = "Must be true where access is none: everyone who knows the URL may then use it, at your cost."
  type        = bool
  default     = false

  validation {
    condition     = var.access != "none" || var.i_understand_it_is_public
    error_message = "access \"none\" opens the service to everyone; it wants i_understand_it_is_public = true."
  }
}

variable "jwt_issuer" {
  description = "The identity provider that signs the tokens, where access is jwt: an https URL."
  type        = string
  default     = null

  validation {
    condition     = var.access != "jwt" || can(regex("^https://[^\\s?#]+$", var.jwt_issuer))
    error_message = "access \"jwt\" wants jwt_issuer, an https URL."
  }
}

variable "jwt_audience" {
  description = "Whom the tokens must be made out to, where access is jwt."
  type        = list(string)
  default     = []

  validation {
    condition     = var.access != "jwt" || (length(var.jwt_audience) > 0 && alltrue([for audience in var.jwt_audience : length(audience) > 0]))
    error_message = "access \"jwt\" wants jwt_audience, at least one; else every token of the issuer would do."
  }
}

# The function ---------------------------------------------------------------------------------------------------------------------

variable "memory_mb" {
  description = "Memory of the function; its share of processor goes with it (one whole at 1769)."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && var.memory_mb == floor(var.memory_mb)
    error_message = "memory_mb is a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "The most that a request may take in the function: above the provider's, below the gateway's 30 s."
  type        = number
  default     = 29

  validation {
    condition     = var.timeout_seconds <= 29 && var.timeout_seconds > var.provider_timeout_seconds
    error_message = "timeout_seconds is at most 29 (the gateway gives up at 30) and more than provider_timeout_seconds."
  }
}

variable "reserved_concurrency" {
  description = "The most requests that run at once, kept for this function; -1 sets no bound. The account must keep 10 beside it."
  type        = number
  default     = -1

  validation {
    condition     = var.reserved_concurrency >= -1 && var.reserved_concurrency == floor(var.reserved_concurrency)
    error_message = "reserved_concurrency is -1 (no bound) or a whole number from 0 (nothing runs)."
  }
}

variable "provisioned_concurrency" {
  description = "Instances kept warm, which cost by the hour; 0 keeps none."
  type        = number
  default     = 0

  validation {
    condition     = var.provisioned_concurrency >= 0 && var.provisioned_concurrency == floor(var.provisioned_concurrency)
    error_message = "provisioned_concurrency is a whole number from 0."
  }

  validation {
    condition     = var.reserved_concurrency < 0 || var.provisioned_concurrency <= var.reserved_concurrency
    error_message = "provisioned_concurrency is at most reserved_concurrency."
  }
}

# The gateway ----------------------------------------------------------------------------------------------------------------------

variable "throttle_rate" {
  description = "Requests a second that the gateway lets through."
  type        = number
  default     = 10

  validation {
    condition     = var.throttle_rate > 0
    error_message = "throttle_rate is more than 0."
  }
}

variable "throttle_burst" {
  description = "Requests that the gateway lets through at once."
  type        = number
  default     = 20

  validation {
    condition     = var.throttle_burst >= 1 && var.throttle_burst == floor(var.throttle_burst)
    error_message = "throttle_burst is a whole number from 1."
  }
}

# Watching -------------------------------------------------------------------------------------------------------------------------

variable "log_retention_days" {
  description = "How long logs are kept. They hold no note."
  type        = number
  default     = 30

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days
    )
    error_message = "log_retention_days is one of CloudWatch's steps: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "kms_key_arn" {
  description = "A KMS key of yours for logs, environment and alarms (README.md has the policy that it needs); null takes AWS's own keys."
  type        = string
  default     = null
}

variable "parameter_kms_key_arn" {
  description = "The KMS key that the SSM parameters are encrypted with, where it is not the account's own for SSM."
  type        = string
  default     = null
}

variable "xray" {
  description = "Whether X-Ray traces requests (their timing, never their content)."
  type        = bool
  default     = true
}

variable "alarm_email" {
  description = "Who is written to when an alarm goes off; null makes the alarms without a message. AWS asks that address to confirm."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email is an e-mail address."
  }
}

variable "alarm_p99_seconds" {
  description = "The alarm on slow answers: the 99th percentile of the function's duration."
  type        = number
  default     = 20

  validation {
    condition     = var.alarm_p99_seconds > 0 && var.alarm_p99_seconds < 29
    error_message = "alarm_p99_seconds is more than 0 and less than 29."
  }
}

variable "budget_usd" {
  description = "A monthly budget over the whole account's costs, in dollars, with messages to alarm_email at 80 % and 100 %; 0 makes none."
  type        = number
  default     = 0

  validation {
    condition     = var.budget_usd >= 0
    error_message = "budget_usd is 0 or more."
  }

  validation {
    condition     = var.budget_usd == 0 || var.alarm_email != null
    error_message = "budget_usd wants alarm_email: a budget that tells nobody is none."
  }
}
