# What runs, what it may do, how long each part waits, what is kept and watched.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  image = "123456789012.dkr.ecr.eu-west-3.amazonaws.com/patient-insight@sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "the_function" {
  command = plan

  assert {
    condition     = aws_lambda_function.app.package_type == "Image" && aws_lambda_function.app.image_uri == var.image && aws_lambda_function.app.publish
    error_message = "A published version of the image, by its digest."
  }
  assert {
    condition     = aws_lambda_function.app.architectures == tolist(["x86_64"])
    error_message = "x86_64 by default."
  }
  assert {
    condition = (
      aws_lambda_function.app.environment[0].variables["PIE_TIMEOUTS_TOTAL"] == "25" && aws_lambda_function.app.timeout == 29
      && aws_apigatewayv2_integration.function.timeout_milliseconds == 30000
    )
    error_message = "Provider, function, gateway: 25, 29, 30 s."
  }
  assert {
    condition = (
      aws_lambda_function.app.environment[0].variables["AWS_LWA_READINESS_CHECK_PATH"] == "/healthz"
      && aws_lambda_function.app.environment[0].variables["AWS_LWA_READINESS_CHECK_HEALTHY_STATUS"] == "200-299"
      && contains(aws_lambda_function.app.image_config[0].command, aws_lambda_function.app.environment[0].variables["AWS_LWA_PORT"])
    )
    error_message = "The Web Adapter asks /healthz, on the port that pie serves, and a 404 is no readiness."
  }
  assert {
    condition     = aws_lambda_function.app.tracing_config[0].mode == "Active" && length(aws_lambda_provisioned_concurrency_config.live) == 0
    error_message = "Traced, and nothing kept warm by default."
  }
}

run "names_of_secrets_and_no_secret" {
  command = plan

  variables {
    provider_name = "mistral"
    model         = "mistral-large-latest"
    data_policy   = "yes"
  }

  assert {
    condition     = output.ssm_openai_api_key_parameter == "/patient-insight/openai-api-key" && output.ssm_mistral_api_key_parameter == "/patient-insight/mistral-api-key"
    error_message = "The parameters' names."
  }
  assert {
    condition = (
      aws_lambda_function.app.environment[0].variables["PIE_KEY_PARAMETER_MISTRAL"] == "/patient-insight/mistral-api-key"
      && [for name in keys(aws_lambda_function.app.environment[0].variables) : name if can(regex("KEY|SECRET|TOKEN", name))] == ["PIE_ACCESS_TOKEN_PARAMETER", "PIE_KEY_PARAMETER_MISTRAL"]
    )
    error_message = "In the environment, where the token and the chosen provider's key are kept, and no more of either."
  }
  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.function.statement : statement.resources if contains(statement.actions, "ssm:GetParameter")])) == toset([
      "arn:aws:ssm:eu-west-3:123456789012:parameter/patient-insight/access-token",
      "arn:aws:ssm:eu-west-3:123456789012:parameter/patient-insight/mistral-api-key",
    ])
    error_message = "The role reads the two parameters that it needs."
  }
  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.function.statement : length(statement.condition) == 2 if contains(statement.actions, "kms:Decrypt")])
    error_message = "It decrypts through SSM alone, and those alone."
  }
}

run "offline_without_a_token_reads_nothing" {
  command = plan

  variables {
    access = "iam"
    xray   = false
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.function.statement : statement.sid] == ["WritesItsLog"]
    error_message = "It writes its log, and no more."
  }
}

run "bedrock_may_call_its_model_alone" {
  command = plan

  variables {
    provider_name = "bedrock"
    model         = "eu.anthropic.claude-sonnet-4-20250514-v1:0"
    data_policy   = "yes"
  }

  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.function.statement : statement.resources if contains(statement.actions, "bedrock:InvokeModel")])) == toset([
      "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0",
      "arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0",
    ])
    error_message = "The model and its profile."
  }
}

run "logs_end_and_say_nothing_of_a_request" {
  command = plan

  variables {
    log_retention_days = 30
  }

  assert {
    condition = (
      aws_cloudwatch_log_group.lambda.name == "/aws/lambda/patient-insight" && aws_cloudwatch_log_group.api.name == "/aws/apigateway/patient-insight"
      && aws_cloudwatch_log_group.lambda.retention_in_days == 30 && aws_cloudwatch_log_group.api.retention_in_days == 30
    )
    error_message = "Both groups, both with an end."
  }
  assert {
    condition = length(setintersection(
      toset(values(jsondecode(aws_apigatewayv2_stage.app.access_log_settings[0].format))),
      toset(["$context.path", "$context.identity.sourceIp", "$context.identity.userAgent", "$context.authorizer.claims"]),
    )) == 0
    error_message = "The access log has the route, and neither path nor person."
  }
  assert {
    condition     = aws_apigatewayv2_stage.app.default_route_settings[0].throttling_rate_limit == 10 && aws_apigatewayv2_stage.app.default_route_settings[0].throttling_burst_limit == 20
    error_message = "Throttled."
  }
}

run "alarms" {
  command = plan

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.app)) == toset(["errors", "throttles", "slow", "gateway-5xx"]) && length(aws_sns_topic.alarms) == 0
    error_message = "Four alarms, and no message where nobody is named."
  }
}

run "alarms_with_somebody_to_tell" {
  command = plan

  variables {
    alarm_email = "oncall@hospital.example"
    budget_usd  = 20
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms[0].endpoint == "oncall@hospital.example" && aws_budgets_budget.month[0].limit_amount == "20"
    error_message = "A topic with a reader, and a budget."
  }
}

run "warm_instances" {
  command = plan

  variables {
    provisioned_concurrency = 2
    reserved_concurrency    = 5
    architecture            = "arm64"
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.live[0].qualifier == "live" && aws_lambda_function.app.reserved_concurrent_executions == 5 && aws_lambda_function.app.architectures == tolist(["arm64"])
    error_message = "Kept warm on the alias."
  }
}

run "a_tag_is_refused" {
  command = plan

  variables {
    image = "123456789012.dkr.ecr.eu-west-3.amazonaws.com/patient-insight:latest"
  }

  expect_failures = [var.image]
}

run "a_timeout_beyond_the_gateway_is_refused" {
  command = plan

  variables {
    timeout_seconds = 60
  }

  expect_failures = [var.timeout_seconds]
}

run "a_provider_that_may_see_nothing_is_refused" {
  command = plan

  variables {
    provider_name = "openai"
    data_policy   = "no"
  }

  expect_failures = [var.data_policy]
}

run "redaction_that_nobody_does_is_refused" {
  command = plan

  variables {
    provider_name = "openai"
    data_policy   = "redacted"
  }

  expect_failures = [var.data_policy]
}

run "an_open_line_to_a_provider_is_refused" {
  command = plan

  variables {
    provider_name     = "compatible"
    provider_base_url = "http://10.0.0.7:8000/v1"
    data_policy       = "yes"
  }

  expect_failures = [var.provider_base_url]
}

run "a_budget_that_tells_nobody_is_refused" {
  command = plan

  variables {
    budget_usd = 5
  }

  expect_failures = [var.budget_usd]
}

run "a_retention_that_cloudwatch_does_not_know_is_refused" {
  command = plan

  variables {
    log_retention_days = 100
  }

  expect_failures = [var.log_retention_days]
}
