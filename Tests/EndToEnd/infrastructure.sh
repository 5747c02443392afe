#!/usr/bin/env bash
# Terraform, Dockerfile and workflows, as their own tools see them. Nothing is built and nothing asks for a network.
#
#   bash Tests/EndToEnd/infrastructure.sh
#
# A tool that is missing is skipped with a line that says so; with CI=true it is a failure.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root" || exit 1
# shellcheck source=Tests/EndToEnd/checks.sh
. "$here/checks.sh"
PATH=$PATH:$root/.venv-lint/bin
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# has TOOL WHAT HOW
has() {
  command -v "$1" >/dev/null && return 0
  if [[ "${CI:-}" == true ]]; then not_ok "$2" "$1 is missing; $3"; else skip "$2" "$1 is missing; $3"; fi
  return 1
}

quietly() {
  if "$@" >"$tmp/said" 2>&1; then return 0; fi
  cat "$tmp/said"
  return 1
}

if has terraform "Terraform" "https://developer.hashicorp.com/terraform/install has it"; then
  "$here/stand/terraformrc" >"$tmp/terraformrc"
  export TF_CLI_CONFIG_FILE=$tmp/terraformrc AWS_EC2_METADATA_DISABLED=true
  holds "terraform fmt" quietly terraform fmt -check -recursive terraform
  if [[ ! -s "$tmp/terraformrc" && "${CI:-}" != true ]]; then
    skip "terraform validate and test" "they would download the AWS provider (700 MB); CI=true does"
    roots=()
  else
    roots=(registry service)
  fi
  for name in "${roots[@]}"; do
    # In a copy: what init writes does not belong beside the sources.
    cp -R "terraform/$name" "$tmp/$name"
    rm -rf "$tmp/$name"/{.terraform,*.tfstate*,*_override.tf}
    holds "terraform/$name: init with the versions of the lock file" quietly terraform -chdir="$tmp/$name" init -backend=false -input=false -lockfile=readonly
    holds "terraform/$name: validate" quietly terraform -chdir="$tmp/$name" validate
    holds "terraform/$name: test" quietly terraform -chdir="$tmp/$name" test
  done
fi

if has checkov "checkov" "Scripts/setup.sh deploy installs it"; then
  # Without its vendor's server, which it would ask for texts.
  holds "checkov: Terraform, Dockerfile, workflows" quietly env LOG_LEVEL=ERROR checkov --directory . --framework terraform dockerfile github_actions \
    --skip-path '\.venv.*' --skip-path '\.build.*' --quiet --compact --skip-download
fi

if has check-jsonschema "the workflows' schema" "Scripts/setup.sh deploy installs it"; then
  holds "the workflows have the form that GitHub wants" quietly check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
fi

count
