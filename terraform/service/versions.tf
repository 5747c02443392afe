# No backend is named: the state is a file beside this one, unless backend_override.tf says otherwise (terraform/README.md).
terraform {
  required_version = ">= 1.10.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.0.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = merge(var.tags, { app = var.app, managed-by = "terraform" })
  }
}
