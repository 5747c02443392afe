# Plans against a provider that reaches nothing: `terraform test`.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "images_are_kept_safe" {
  command = plan

  assert {
    condition     = aws_ecr_repository.app.image_tag_mutability == "IMMUTABLE"
    error_message = "A tag that moves does not say what runs."
  }
  assert {
    condition     = aws_ecr_repository.app.image_scanning_configuration[0].scan_on_push
    error_message = "Images are to be scanned when pushed."
  }
  assert {
    condition     = aws_ecr_repository.app.encryption_configuration[0].encryption_type == "KMS"
    error_message = "Images are to be encrypted with KMS."
  }
  assert {
    condition     = aws_ecr_repository.app.name == "patient-insight" && !aws_ecr_repository.app.force_delete
    error_message = "The repository bears the application's name and is not deleted with its images."
  }
}

run "images_go_by_count_alone" {
  command = plan

  variables {
    keep_images = 7
  }

  assert {
    condition = jsondecode(aws_ecr_lifecycle_policy.app.policy).rules == [{
      rulePriority = 1
      description  = "The newest 7 images stay."
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 7 }
      action       = { type = "expire" }
    }]
    error_message = "One rule, by count, on any tag: a rule on age may delete the image that runs."
  }
}

run "lambda_alone_may_pull" {
  command = plan

  assert {
    condition = (
      one(data.aws_iam_policy_document.repository.statement).actions == toset(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
      && one(one(data.aws_iam_policy_document.repository.statement).principals).identifiers == toset(["lambda.amazonaws.com"])
      && one(one(data.aws_iam_policy_document.repository.statement).condition).values == tolist(["arn:aws:lambda:eu-west-3:123456789012:function:*"])
    )
    error_message = "Lambda, for functions of this account and region, and nobody else."
  }
}

run "a_name_with_capitals_is_refused" {
  command = plan

  variables {
    app = "Patient_Insight"
  }

  expect_failures = [var.app]
}

run "too_few_images_are_refused" {
  command = plan

  variables {
    keep_images = 1
  }

  expect_failures = [var.keep_images]
}
