output "api_gateway_url" {
  description = "Where the application answers."
  value       = aws_apigatewayv2_api.app.api_endpoint
}

output "api_gateway_id" {
  description = "The API's id, which its metrics bear."
  value       = aws_apigatewayv2_api.app.id
}

output "lambda_function_name" {
  description = "The function's name."
  value       = aws_lambda_function.app.function_name
}

output "lambda_function_arn" {
  description = "The function's ARN, without a version."
  value       = aws_lambda_function.app.arn
}

output "lambda_version" {
  description = "The version that this configuration published last; the alias may still be on another."
  value       = aws_lambda_function.app.version
}

output "lambda_alias" {
  description = "The alias that the gateway calls."
  value       = aws_lambda_alias.live.name
}

output "lambda_log_group" {
  description = "The function's log group."
  value       = aws_cloudwatch_log_group.lambda.name
}

output "api_log_group" {
  description = "The log group of the gateway's access log."
  value       = aws_cloudwatch_log_group.api.name
}

# Names of parameters. Their values are set by `pie set-key`, or by AWS's own tools, and are nowhere in Terraform.

output "ssm_prefix" {
  description = "The first part of the parameters' names."
  value       = local.ssm_prefix
}

output "ssm_access_token_parameter" {
  description = "Name of the parameter with the access token, where access is token."
  value       = local.access_token_parameter
}

output "ssm_openai_api_key_parameter" {
  description = "Name of the parameter with OpenAI's key."
  value       = local.key_parameters["openai"]
}

output "ssm_mistral_api_key_parameter" {
  description = "Name of the parameter with Mistral's key."
  value       = local.key_parameters["mistral"]
}

output "ssm_anthropic_api_key_parameter" {
  description = "Name of the parameter with Anthropic's key."
  value       = local.key_parameters["anthropic"]
}

output "ssm_gemini_api_key_parameter" {
  description = "Name of the parameter with Gemini's key."
  value       = local.key_parameters["gemini"]
}

output "ssm_azure_api_key_parameter" {
  description = "Name of the parameter with Azure OpenAI's key."
  value       = local.key_parameters["azure"]
}

output "ssm_bedrock_api_key_parameter" {
  description = "Name of the parameter with Bedrock's key, for those who use one in place of the function's role."
  value       = local.key_parameters["bedrock"]
}

output "ssm_ollama_api_key_parameter" {
  description = "Name of the parameter with the key of an Ollama server behind a proxy that asks for one."
  value       = local.key_parameters["ollama"]
}

output "ssm_compatible_api_key_parameter" {
  description = "Name of the parameter with the key of another OpenAI-style server."
  value       = local.key_parameters["compatible"]
}
