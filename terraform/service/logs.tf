# Made here, so that they end after a while: those that AWS makes on its own are kept for ever.

resource "aws_cloudwatch_log_group" "lambda" {
  # checkov:skip=CKV_AWS_338: a month is what finding a fault takes; who must keep them longer says so (log_retention_days).
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts every group; a key of one's own is kms_key_arn.
  name              = "/aws/lambda/${var.app}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_group" "api" {
  # checkov:skip=CKV_AWS_338: a month is what finding a fault takes; who must keep them longer says so (log_retention_days).
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts every group; a key of one's own is kms_key_arn.
  name              = "/aws/apigateway/${var.app}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
