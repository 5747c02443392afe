locals {
  port = "8080"
}

resource "aws_lambda_function" "app" {
  # checkov:skip=CKV_AWS_116: a dead-letter queue takes asynchronous events; the gateway asks and waits.
  # checkov:skip=CKV_AWS_117: outside a VPC, since it reaches nothing in one; inside, it would need a NAT gateway to reach a provider.
  # checkov:skip=CKV_AWS_272: code signing is for zip archives; this is an image, named by its digest.
  # checkov:skip=CKV_AWS_173: the environment holds names, no secret; a key of one's own is kms_key_arn.
  function_name = var.app
  description   = "Patient Insight Extractor ${var.revision}"
  role          = aws_iam_role.function.arn

  package_type  = "Image"
  image_uri     = var.image
  architectures = [var.architecture]
  publish       = true

  # Only the Web Adapter calls it, from within. Where the gateway asks who comes, or nobody does, pie wants to hear that this is meant.
  image_config {
    command = concat(["serve", "--host", "127.0.0.1", "--port", local.port], var.access == "token" ? [] : ["--open-to-everybody"])
  }

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = merge(
      {
        PIE_PROVIDER       = var.provider_name
        PIE_TIMEOUTS_TOTAL = tostring(var.provider_timeout_seconds)
        # Where the gateway asks who comes, pie has nothing left to ask.
        PIE_SERVE_ACCESS = var.access == "token" ? "token" : "none"

        # The Web Adapter's: by default it takes a 404 for readiness.
        AWS_LWA_PORT                           = local.port
        AWS_LWA_READINESS_CHECK_PATH           = "/healthz"
        AWS_LWA_READINESS_CHECK_HEALTHY_STATUS = "200-299"
      },
      var.access == "token" ? { PIE_ACCESS_TOKEN_PARAMETER = local.access_token_parameter } : {},
      { for provider, name in local.key_parameters : "PIE_KEY_PARAMETER_${upper(provider)}" => name if provider == var.provider_name },
      var.model == null ? {} : { PIE_MODEL = var.model },
      var.provider_base_url == null ? {} : { PIE_BASE_URL = var.provider_base_url },
    )
  }

  tracing_config {
    mode = var.xray ? "Active" : "PassThrough"
  }

  # The log group first, or Lambda makes one of its own that is kept for ever; the rights first, or the first start has none.
  depends_on = [aws_cloudwatch_log_group.lambda, aws_iam_role_policy.function]
}

# What the gateway calls. Terraform makes it once; then a deploy moves it, when the new version has shown that it is well, and a rollback
# moves it back.
resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that answers."
  function_name    = aws_lambda_function.app.function_name
  function_version = aws_lambda_function.app.version

  lifecycle {
    ignore_changes = [function_version]
  }
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  count = var.provisioned_concurrency > 0 ? 1 : 0

  function_name                     = aws_lambda_function.app.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = var.provisioned_concurrency
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.app.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.app.execution_arn}/*/*"
}
