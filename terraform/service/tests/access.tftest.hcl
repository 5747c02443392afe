# Who may ask: routes, their guards, and the settings that are refused.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  image = "123456789012.dkr.ecr.eu-west-3.amazonaws.com/patient-insight@sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "no_route_catches_all" {
  command = plan

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.app : !strcontains(route.route_key, "$default") && !strcontains(route.route_key, "ANY") && !strcontains(route.route_key, "/events")])
    error_message = "Routes are named one by one; /events is the Web Adapter's and stays out of reach."
  }
  assert {
    condition     = alltrue([for route in ["GET /", "GET /healthz", "POST /api/{proxy+}"] : contains(keys(aws_apigatewayv2_route.app), route)])
    error_message = "The page, its health and the API are to be reached."
  }
}

run "by_default_pie_asks_for_a_token" {
  command = plan

  assert {
    condition     = aws_lambda_function.app.environment[0].variables["PIE_SERVE_ACCESS"] == "token" && aws_lambda_function.app.environment[0].variables["PIE_ACCESS_TOKEN_PARAMETER"] == "/patient-insight/access-token"
    error_message = "pie is to ask for the token, and is told where it is kept."
  }
}

run "jwt_guards_the_api" {
  command = plan

  variables {
    access       = "jwt"
    jwt_issuer   = "https://login.hospital.example/realm"
    jwt_audience = ["pie"]
  }

  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.app : route.authorization_type == (strcontains(key, "/api/") ? "JWT" : "NONE")])
    error_message = "The API asks for a token of the issuer's; the page itself holds no data."
  }
  assert {
    condition     = aws_apigatewayv2_authorizer.jwt[0].jwt_configuration[0].issuer == "https://login.hospital.example/realm" && one(aws_apigatewayv2_authorizer.jwt[0].jwt_configuration[0].audience) == "pie"
    error_message = "The authorizer knows issuer and audience."
  }
}

run "iam_guards_all_but_the_health" {
  command = plan

  variables {
    access = "iam"
  }

  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.app : route.authorization_type == (key == "GET /healthz" ? "NONE" : "AWS_IAM")])
    error_message = "Every route but the health asks for a signature."
  }
}

run "none_must_be_understood" {
  command = plan

  variables {
    access = "none"
  }

  expect_failures = [var.i_understand_it_is_public]
}

run "none_is_possible" {
  command = plan

  variables {
    access                    = "none"
    i_understand_it_is_public = true
  }

  assert {
    condition     = aws_lambda_function.app.environment[0].variables["PIE_SERVE_ACCESS"] == "none" && !contains(keys(aws_lambda_function.app.environment[0].variables), "PIE_ACCESS_TOKEN_PARAMETER")
    error_message = "Nobody asks."
  }
  assert {
    condition     = contains(aws_lambda_function.app.image_config[0].command, "--open-to-everybody")
    error_message = "pie itself wants to hear that nobody asks."
  }
}

run "jwt_wants_an_issuer_and_an_audience" {
  command = plan

  variables {
    access = "jwt"
  }

  expect_failures = [var.jwt_issuer, var.jwt_audience]
}

run "an_unknown_access_is_refused" {
  command = plan

  variables {
    access = "password"
  }

  expect_failures = [var.access]
}

run "the_gateway_may_call_the_alias_alone" {
  command = plan

  assert {
    condition     = aws_lambda_permission.gateway.qualifier == "live" && aws_lambda_permission.gateway.principal == "apigateway.amazonaws.com"
    error_message = "The permission is on the alias, for this gateway."
  }
}
