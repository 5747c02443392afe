#!/usr/bin/env bash
# `pie deploy` from nothing to a service that answers, on the stand beside this file: real docker, AWS CLI and Terraform, AWS on
# loopback. Then what its user does next: deploys again, changes the code, sets a key, reads status and logs, stops in the middle, goes back.
#
#   PIE=.build/release/pie bash Tests/EndToEnd/deploy.sh
#
# It wants root and changes the machine while it runs (stand/up says how), so it runs only with CI=true, where a missing tool is a
# failure, or PIE_STAND=yes. STAND_FOLDER keeps the stand's images for the next time.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=Tests/EndToEnd/checks.sh
. "$here/checks.sh"

if [[ "${CI:-}" != true && "${PIE_STAND:-}" != yes ]]; then
  skip "deploy" "PIE_STAND=yes runs it, as root, on a machine to experiment with (Scripts/setup.sh deploy installs what it needs)"
  count
  exit
fi

pie=$(realpath "${PIE:-$root/.build/release/pie}")
python=${STAND_PYTHON:-$root/.venv-deploy/bin/python}
PATH=$PATH:$root/.venv-deploy/bin
missing=
for tool in /usr/bin/docker dockerd docker-registry htpasswd mmdebstrap terraform aws git jq curl "$python" "$pie"; do
  command -v "$tool" >/dev/null || missing+=" $tool"
done
((EUID == 0)) || missing+=" root"
if [[ -n "$missing" ]]; then
  what="not to be had here:$missing (Scripts/setup.sh deploy installs what Debian and PyPI have; terraform is at developer.hashicorp.com)"
  if [[ "${CI:-}" == true ]]; then not_ok "deploy" "$what"; else skip "deploy" "$what"; fi
  count
  exit
fi

tmp=$(mktemp -d)
stand=${STAND_FOLDER:-$tmp/stand}
child=
clean_up() {
  [[ -z "$child" ]] || kill -KILL "$child" 2>/dev/null
  "$here/stand/down" "$stand" ${STAND_FOLDER:+--keep-images}
  rm -rf "$tmp"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

echo "the stand (two minutes where its images have to be made)"
PYTHON=$python "$here/stand/up" "$stand" || { not_ok "the stand" "it did not come up"; count; exit 1; }
# shellcheck source=/dev/null
. "$stand/env"

# A home of its own, whose AWS CLI keeps a history; a clone of its own; tools that note how they are called and with what environment, and
# keep the plans that are applied.
unset "${!PIE_@}" MODEL_PROVIDER MODEL_NAME
pie_home=$tmp/home
export HOME=$pie_home XDG_CONFIG_HOME=$tmp/xdg TERM=dumb LC_ALL=C.UTF-8 USER=tester
mkdir -p "$HOME/.aws" "$tmp/tools" "$tmp/clone" "$tmp/plans"
printf '[default]\ncli_history = enabled\n' >"$HOME/.aws/config"
calls=$tmp/calls
for tool in aws docker terraform; do
  real=$(command -v "$tool")
  cat >"$tmp/tools/$tool" <<TOOL
#!/bin/bash
{ printf '%s' $tool; printf ' %q' "\$@"; echo; env; echo; } >>"$calls"
for last; do :; done
if [[ "\$last" == *.tfplan && -f "\$last" ]]; then cp "\$last" "$tmp/plans/\$\$.zip"; fi
exec "$real" "\$@"
TOOL
  chmod +x "$tmp/tools/$tool"
done
PATH=$tmp/tools:$PATH

git -C "$root" ls-files -z --cached --others --exclude-standard -- . ':!Benchmarks' ':!docs' |
  (cd "$root" && xargs -0 sh -c 'for f; do [ -e "$f" ] && printf "%s\0" "$f"; done' _) | tar -C "$root" --null --files-from=- -cf - | tar -C "$tmp/clone" -xf -
cd "$tmp/clone" || exit 1
echo 'app: patient-insight' >pie.yaml
commit() {
  git add --all
  git -c user.name=tester -c user.email=tester@hospital.example commit --quiet --message "$1"
}
git init --quiet --initial-branch=main . && commit "first"

function=patient-insight

# deploy NAME STATUS [FLAG…]: leaves $tmp/out, $tmp/err, $status.
deploy() {
  local name=$1 wanted=$2 began=$SECONDS
  shift 2
  "$pie" deploy "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
  status=$?
  cat "$tmp/out" "$tmp/err" >>"$tmp/said"
  if ((status == wanted)); then ok "$name ($((SECONDS - began)) s)"; else not_ok "$name" "exit $status, not $wanted" "$(tail -n 25 "$tmp/err")"; fi
}

quietly() { "$@" >/dev/null; }
says() { grep -qE -- "$1" "$tmp/err" "$tmp/out"; }
equal() { [[ "$1" == "$2" ]] || { echo "\"$1\" is not \"$2\""; return 1; }; }
live() { aws lambda get-alias --function-name $function --name live --query FunctionVersion --output text; }
image_of() { aws lambda get-function --function-name $function --qualifier "$1" --query Code.ImageUri --output text; }
versions() { aws lambda list-versions-by-function --function-name $function --query 'length(Versions)' --output text; }
state_objects() { aws s3api list-objects-v2 --bucket "$function-state-$STAND_ACCOUNT-$AWS_REGION" --query 'Contents[].Key' --output text; }
unlocked() { ! state_objects | grep -F .tflock; }
# secret NAME: a parameter's value, kept out of the history that is looked at below.
secret() { AWS_CLI_HISTORY_FILE=/dev/null aws ssm get-parameter --name "/$function/$1" --with-decryption --query Parameter.Value --output text 2>/dev/null; }
# wait_for SECONDS COMMAND…: until it succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return 1
    read -rt 0.05 <> <(:) || true
  done
}

# From nothing ---------------------------------------------------------------------------------------------------------------------

deploy "deploy --dry-run shows the commands, without credentials" 0 --dry-run
holds "and calls no tool of AWS's" test ! -e "$calls"
deploy "the first deploy" 0 --yes
url=$(cat "$tmp/out")
holds "it ends with the URL, alone on standard output" grep -qxE 'https://[a-z0-9]+\.execute-api\.eu-west-3\.amazonaws\.com/?' "$tmp/out"
api=${url#https://}
api=${api%%.*}
gateway=$AWS_ENDPOINT_URL/_gateway/$api
holds "version 1 is live" equal "$(live)" 1
first=$(image_of 1)
holds "deployed by digest" grep -qxE "$STAND_REGISTRY/$function@sha256:[0-9a-f]{64}" <<<"$first"
holds "the state is in S3, and unlocked" unlocked
holds "the bucket is versioned" equal "$(aws s3api get-bucket-versioning --bucket "$function-state-$STAND_ACCOUNT-$AWS_REGION" --query Status --output text)" Enabled

# The image ------------------------------------------------------------------------------------------------------------------------

size=$(docker image inspect --format '{{.Size}}' "$first")
holds "the image is at most 120 MB ($((size / 1000000)) MB, without the Web Adapter where a file stands in for it)" test "$size" -le 120000000
holds "it runs as nobody in particular" equal "$(docker image inspect --format '{{.Config.User}}' "$first")" 10001:10001
holds "it bears the commit" equal "$(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.revision"}}' "$first")" "$(git rev-parse HEAD | cut -c1-12)"
container=$(docker run --detach --publish 127.0.0.1::8080 --env PIE_ACCESS_TOKEN=a-token-of-the-test --health-interval 1s --read-only "$first")
echo "$container" >>"$stand/containers"
port=$(docker port "$container" 8080 | sed 's/.*://')
holds "docker run: it answers /healthz" wait_for 60 curl --fail --silent "http://127.0.0.1:$port/healthz"
holds "docker sees that it is well" wait_for 60 sh -c "docker inspect --format '{{.State.Health.Status}}' $container | grep -qx healthy"
extract() { # URL TOKEN
  jq --null-input --rawfile text Examples/discharge-report.fr.txt '{text: $text}' |
    curl --silent --show-error --header "Authorization: Bearer $2" --header 'Content-Type: application/json' --data-binary @- "$1/api/extract"
}
holds "and an extraction" quietly jq --exit-status '[.medications[] | select(.status == "stopped") | .ingredients[]] | index("metformin")' <(extract "http://127.0.0.1:$port" a-token-of-the-test)
docker stop --time 10 "$container" >/dev/null
holds "SIGTERM ends it in peace" equal "$(docker inspect --format '{{.State.ExitCode}}' "$container")" 0

# Through the gateway's routes -----------------------------------------------------------------------------------------------------

token=$(secret access-token)
code() { curl --silent --output /dev/null --write-out '%{http_code}' "$@"; }
holds "the gateway: /healthz answers" equal "$(code "$gateway/healthz")" 200
holds "the page is there, or the way to it" grep -qxE '200|303' <<<"$(code "$gateway/")"
holds "without a token nothing is extracted" equal "$(code --data x "$gateway/api/extract")" 401
holds "with the token of SSM it is" quietly jq --exit-status '.problems | length > 5' <(extract "$gateway" "$token")
holds "/events is out of reach" equal "$(code --data '{}' "$gateway/events")" 404

# Again ----------------------------------------------------------------------------------------------------------------------------

deploy "a second deploy" 0 --yes
holds "has nothing to do" says 'nothing to do'
holds "and made no version" equal "$(versions)" 2 # $LATEST and 1

# A change -------------------------------------------------------------------------------------------------------------------------

sed -i 's/^\(package let pieVersion = "[^"]*\)"/\1-changed"/' Sources/*/*.swift
commit "change"
deploy "a deploy of changed code" 0 --yes
second=$(image_of 2)
holds "has another digest" test "$second" != "$first"
holds "and version 2 is live" equal "$(live)" 2
holds "it is the changed program" grep -q changed <<<"$(docker run --rm "$second" --version)"
holds "the dependencies were not built again" test "$(grep -cE 'Compiling (NIO|Hummingbird|ArgumentParser)' "$tmp/err")" -eq 0

deploy "the way back" 0 --rollback --yes
holds "version 1 is live" equal "$(live)" 1
deploy "and forth" 0 --yes
holds "version 2 is live, by the same digest" equal "$(live) $(image_of 2)" "2 $second"

# Keys -----------------------------------------------------------------------------------------------------------------------------

key=canary-$(openssl rand -hex 16)
printf '%s\n' "$key" >"$tmp/key"
"$pie" set-key mistral <"$tmp/key" >>"$tmp/said" 2>&1
holds "set-key" equal $? 0
holds "the key is in SSM, without the line's end" equal "$(secret mistral-api-key | sha256sum)" "$(printf '%s\n' "$key" | sha256sum)"
holds "as a SecureString" equal "$(aws ssm describe-parameters --query "Parameters[?Name=='/$function/mistral-api-key'].Type" --output text)" SecureString
"$pie" set-key --list >"$tmp/out" 2>&1
cat "$tmp/out" >>"$tmp/said"
holds "set-key --list names it" grep -q mistral "$tmp/out"

# Status ---------------------------------------------------------------------------------------------------------------------------

"$pie" status --json >"$tmp/status.json" 2>>"$tmp/said"
cat "$tmp/status.json" >>"$tmp/said"
digest=${second#*@}
holds "status --json: version, digest, commit, key" quietly jq --exit-status --arg digest "$digest" --arg commit "$(git rev-parse HEAD | cut -c1-12)" \
  'tostring | contains($digest) and contains($commit) and contains("mistral")' "$tmp/status.json"
"$pie" status >"$tmp/out" 2>&1
cat "$tmp/out" >>"$tmp/said"
holds "status, for people" grep -q "$digest" "$tmp/out"

# Logs -----------------------------------------------------------------------------------------------------------------------------

put() { # GROUP TEXT
  aws logs create-log-stream --log-group-name "$1" --log-stream-name test 2>/dev/null
  aws logs put-log-events --log-group-name "$1" --log-stream-name test \
    --log-events "[{\"timestamp\": $(date +%s%3N), \"message\": \"$2\"}]" >/dev/null
}
put /aws/lambda/$function "before"
"$pie" logs --follow --until "the last line" --for 10m >"$tmp/logs" 2>"$tmp/logs.err" </dev/null &
child=$!
holds "logs --follow shows what was there" wait_for 120 grep -q before "$tmp/logs"
put /aws/lambda/$function "while it follows"
put /aws/apigateway/$function "from the gateway"
holds "and what comes" wait_for 120 sh -c "grep -q 'while it follows' '$tmp/logs' && grep -q 'from the gateway' '$tmp/logs'"
put /aws/lambda/$function "the last line"
wait "$child"
holds "and ends with --until" equal $? 0
child=
cat "$tmp/logs" "$tmp/logs.err" >>"$tmp/said"
"$pie" logs --json --source api >"$tmp/logs.json" 2>>"$tmp/said"
holds "logs --json" quietly jq --exit-status 'select(.message == "from the gateway")' "$tmp/logs.json"

# Stopped in the middle ------------------------------------------------------------------------------------------------------------

# stop_while NAME PATTERN: a deploy with another memory size, and Ctrl-C for it while a request to AWS waits.
stop_while() {
  local name=$1
  rm -f "$stand/held"
  echo "$2" >"$stand/hold"
  # With job control: without it bash starts what is in the background deaf to SIGINT.
  set -m
  "$pie" deploy --yes >"$tmp/out" 2>"$tmp/err" </dev/null &
  child=$!
  set +m
  holds "$name: the deploy is there" wait_for 300 test -e "$stand/held"
  if [[ -n "${3:-}" ]]; then
    deploy "$name: another deploy meanwhile is told to wait" 75 --yes
    holds "$name: by whom and since when" says 'tester'
  fi
  kill -INT "$child"
  wait "$child" # while the request waits still: terraform gives it up
  holds "$name: exit 130" equal $? 130
  rm -f "$stand/hold"
  child=
  cat "$tmp/out" "$tmp/err" >>"$tmp/said"
  holds "$name: the state is unlocked" unlocked
}
export PIE_LAMBDA_MEMORY_MB=2048
stop_while "Ctrl-C in the plan" '^GET /v2/apis' lock
stop_while "Ctrl-C in the apply" '^PUT /2015-03-31/functions/.*/configuration'
deploy "the next deploy goes on" 0 --yes
holds "and the change is there" equal "$(aws lambda get-function-configuration --function-name $function --qualifier "$(live)" --query MemorySize --output text)" 2048
deploy "after which there is nothing to do" 0 --yes
holds "nothing" says 'nothing to do'
unset PIE_LAMBDA_MEMORY_MB

# The key is nowhere ---------------------------------------------------------------------------------------------------------------

mkdir "$tmp/state"
for object in $(state_objects); do aws s3api get-object --bucket "$function-state-$STAND_ACCOUNT-$AWS_REGION" --key "$object" "$tmp/state/${object//\//_}" >/dev/null; done
docker ps --all --quiet | xargs -r docker inspect >"$tmp/containers.json"
for plan in "$tmp"/plans/*.zip; do "$python" -m zipfile --extract "$plan" "${plan%.zip}"; done
holds "the plans were looked at" test -s "$(find "$tmp/plans" -name tfplan | head -n 1)"
holds "the state was looked at" test -s "$tmp/state/${function}_service.tfstate"
holds "the history was kept" test -e "$HOME/.aws/cli/history/history.db"
nowhere() { # SECRET
  local found
  found=$(grep -rlaF -- "$1" "$calls" "$tmp/said" "$tmp/plans" "$tmp/state" "$tmp/containers.json" "$HOME" "$tmp/clone/.pie" "$stand"/*.log) || return 0
  echo "$found"
  return 1
}
holds "the key is in no argument, environment, plan, state, journal, log, history or message" nowhere "$key"
holds "nor is the access token that was made" nowhere "$token"

"$pie" set-key mistral --remove >>"$tmp/said" 2>&1 </dev/null
holds "set-key --remove" equal "$(aws ssm describe-parameters --query "Parameters[?Name=='/$function/mistral-api-key'].Name" --output text)" ""

count
