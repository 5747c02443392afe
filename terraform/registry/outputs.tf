output "repository_url" {
  description = "What images are pushed to and pulled from, without tag or digest."
  value       = aws_ecr_repository.app.repository_url
}

output "repository_name" {
  description = "The repository's name."
  value       = aws_ecr_repository.app.name
}

output "repository_arn" {
  description = "The repository's ARN."
  value       = aws_ecr_repository.app.arn
}
