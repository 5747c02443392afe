# What the function may do, and nothing beside it.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "WritesItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.lambda.arn}:*"]
  }

  dynamic "statement" {
    for_each = length(local.read_parameters) > 0 ? [local.read_parameter_arns] : []

    content {
      sid       = "ReadsItsParameters"
      actions   = ["ssm:GetParameter"]
      resources = statement.value
    }
  }

  # Only through SSM, and only for those parameters.
  dynamic "statement" {
    for_each = length(local.read_parameters) > 0 ? [local.read_parameter_arns] : []

    content {
      sid       = "DecryptsItsParameters"
      actions   = ["kms:Decrypt"]
      resources = [coalesce(var.parameter_kms_key_arn, "arn:${local.partition}:kms:${var.region}:${local.account}:key/*")]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["ssm.${var.region}.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:PARAMETER_ARN"
        values   = statement.value
      }
    }
  }

  # X-Ray's actions know no resource.
  dynamic "statement" {
    for_each = var.xray ? [true] : []

    content {
      sid       = "Traces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = ["*"]
    }
  }

  # A model's id may name an inference profile (eu.…), which calls the model itself in one of its regions.
  dynamic "statement" {
    for_each = var.provider_name == "bedrock" ? [var.model] : []

    content {
      sid     = "CallsItsModel"
      actions = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
      resources = [
        "arn:${local.partition}:bedrock:*::foundation-model/${replace(statement.value, "/^(eu|us|us-gov|apac|global)\\./", "")}",
        "arn:${local.partition}:bedrock:${var.region}:${local.account}:inference-profile/${statement.value}",
      ]
    }
  }
}

resource "aws_iam_role" "function" {
  name               = "${var.app}-function"
  description        = "What ${var.app} may do while it runs."
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "function" {
  name   = "function"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}
