# What runs an image: names that the other files share. One file a part: function, role, gateway, logs, alarms.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # Names of SSM parameters, never their values.
  ssm_prefix             = "/${var.app}"
  access_token_parameter = "${local.ssm_prefix}/access-token"
  key_parameters = {
    for provider in ["openai", "mistral", "anthropic", "gemini", "azure", "bedrock", "ollama", "compatible"] :
    provider => "${local.ssm_prefix}/${provider}-api-key"
  }

  # Those that this deployment reads.
  read_parameters = concat(
    var.access == "token" ? [local.access_token_parameter] : [],
    [for provider, name in local.key_parameters : name if provider == var.provider_name],
  )
  read_parameter_arns = [
    for name in local.read_parameters : "arn:${local.partition}:ssm:${var.region}:${local.account}:parameter${name}"
  ]
}
