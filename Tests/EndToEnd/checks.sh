# The checks' own words, for the scripts beside this one to source: one line a check, counted in $passed, $failed, $skipped.
# shellcheck shell=bash

passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); echo "ok    $1"; }

not_ok() {
  failed=$((failed + 1))
  echo "FAIL  $1"
  shift
  printf '      %s\n' "$@"
}

skip() { skipped=$((skipped + 1)); echo "skip  $1: $2"; }

# holds NAME COMMAND…: the command succeeds.
holds() {
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then ok "$name${said:+ ($said)}"; else not_ok "$name" "${said:-$* failed}"; fi
}

# The last lines; fails where a check did.
count() {
  echo
  ((skipped == 0)) || echo "$skipped skipped"
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
