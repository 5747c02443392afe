locals {
  alarm_actions = [for topic in aws_sns_topic.alarms : topic.arn]

  # Each over five minutes. Nothing that happens is no alarm: the service may rest for days.
  alarms = {
    errors = {
      description = "The function failed: see its log."
      namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum", extended = null, threshold = 1
      dimensions  = local.function_dimensions
    }
    throttles = {
      description = "Requests were turned away: more came at once than may run."
      namespace   = "AWS/Lambda", metric = "Throttles", statistic = "Sum", extended = null, threshold = 1
      dimensions  = local.function_dimensions
    }
    slow = {
      description = "One request in a hundred takes longer than ${var.alarm_p99_seconds} s."
      namespace   = "AWS/Lambda", metric = "Duration", statistic = null, extended = "p99", threshold = var.alarm_p99_seconds * 1000
      dimensions  = local.function_dimensions
    }
    gateway-5xx = {
      description = "The gateway answered with a server error."
      namespace   = "AWS/ApiGateway", metric = "5xx", statistic = "Sum", extended = null, threshold = 1
      dimensions  = { ApiId = aws_apigatewayv2_api.app.id }
    }
  }

  function_dimensions = {
    FunctionName = aws_lambda_function.app.function_name
    Resource     = "${aws_lambda_function.app.function_name}:${aws_lambda_alias.live.name}"
  }
}

resource "aws_cloudwatch_metric_alarm" "app" {
  for_each = local.alarms

  alarm_name          = "${var.app}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  extended_statistic  = each.value.extended
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_sns_topic" "alarms" {
  # checkov:skip=CKV_AWS_26: alarms cannot write to a topic under AWS's own key, and say nothing secret; a key of one's own is kms_key_arn.
  count = var.alarm_email == null ? 0 : 1

  name              = "${var.app}-alarms"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_subscription" "alarms" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

# Of the whole account: by application, AWS counts only once somebody has made "app" a cost allocation tag.
resource "aws_budgets_budget" "month" {
  count = var.budget_usd > 0 ? 1 : 0

  name         = "${var.app}-month"
  budget_type  = "COST"
  limit_amount = tostring(var.budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = [80, 100]

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = "ACTUAL"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = [var.alarm_email]
    }
  }
}
