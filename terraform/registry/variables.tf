variable "region" {
  description = "AWS region of the image registry; the function's region, because Lambda pulls images from its own region only."
  type        = string
  default     = "eu-west-3"
}

variable "app" {
  description = "Name of the application. The repository bears it."
  type        = string
  default     = "patient-insight"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.app))
    error_message = "app is 3 to 40 small letters, digits and hyphens; it starts with a letter and ends with no hyphen."
  }
}

variable "keep_images" {
  description = "Images that are kept, newest first, whatever their tags. A rollback reaches as far back as this."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_images >= 5 && var.keep_images == floor(var.keep_images)
    error_message = "keep_images is a whole number from 5: the image that runs, and those to go back to, must stay."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the images; null takes the account's own key for ECR. A change makes a new repository."
  type        = string
  default     = null
}

variable "force_delete" {
  description = "Whether a destroy deletes the repository with the images in it."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of every resource, beside app and managed-by."
  type        = map(string)
  default     = {}
}
