locals {
  # One route for each path that pie serves, and no $default: the Web Adapter posts events that are no requests to /events, which must
  # stay out of reach.
  open_routes = ["GET /healthz"]
  page_routes = ["GET /", "GET /assets/{proxy+}", "GET /login", "POST /login", "POST /logout", "GET /readyz"]
  api_routes  = ["GET /api/{proxy+}", "POST /api/{proxy+}"]

  # Where the gateway asks who comes: a browser cannot sign or bear a token before it has the page, so jwt leaves the page itself open, which holds
  # no data; iam is for programs.
  authorization = merge(
    { for route in local.open_routes : route => "NONE" },
    { for route in local.page_routes : route => var.access == "iam" ? "AWS_IAM" : "NONE" },
    { for route in local.api_routes : route => { token = "NONE", none = "NONE", jwt = "JWT", iam = "AWS_IAM" }[var.access] },
  )
}

resource "aws_apigatewayv2_api" "app" {
  name          = "${var.app}-api"
  description   = "Patient Insight Extractor"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.app.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = aws_lambda_alias.live.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  count = var.access == "jwt" ? 1 : 0

  api_id           = aws_apigatewayv2_api.app.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.jwt_issuer
    audience = var.jwt_audience
  }
}

resource "aws_apigatewayv2_route" "app" {
  # checkov:skip=CKV_AWS_309: access says who asks whom; where it is token, pie asks. /healthz is open.
  for_each = local.authorization

  api_id             = aws_apigatewayv2_api.app.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
  authorization_type = each.value
  authorizer_id      = each.value == "JWT" ? aws_apigatewayv2_authorizer.jwt[0].id : null
}

resource "aws_apigatewayv2_stage" "app" {
  api_id      = aws_apigatewayv2_api.app.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.throttle_rate
    throttling_burst_limit   = var.throttle_burst
  }

  # The route's pattern, not the path; no query, no header, no address, no body.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      time             = "$context.requestTimeEpoch"
      request          = "$context.requestId"
      route            = "$context.routeKey"
      status           = "$context.status"
      milliseconds     = "$context.responseLatency"
      integration      = "$context.integrationLatency"
      response_bytes   = "$context.responseLength"
      integrationError = "$context.integrationErrorMessage"
      authorizerError  = "$context.authorizer.error"
    })
  }

  # Without its routes a stage would be deployed empty first.
  depends_on = [aws_apigatewayv2_route.app]
}
