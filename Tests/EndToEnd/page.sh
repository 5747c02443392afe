#!/usr/bin/env bash
# The page of `pie serve` in Chromium, as its reader meets it.
#
#   PIE=.build/release/pie bash Tests/EndToEnd/page.sh
#
# Where there is no Chromium or nothing to drive it with it is skipped with a line that says so; with CI=true that is a failure.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
pie=$(realpath "${PIE:-$root/.build/release/pie}")
python=$root/.venv-browser/bin/python
# shellcheck source=Tests/EndToEnd/checks.sh
. "$here/checks.sh"

# Neither the settings of the person who runs this nor their browser's profile have a say.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
unset "${!PIE_@}"
export HOME="$tmp" XDG_CONFIG_HOME="$tmp/config" XDG_CACHE_HOME="$tmp/cache"

how="Scripts/setup.sh browser installs it"
missing=
command -v chromium >/dev/null || missing=Chromium
[[ -x "$python" ]] || missing=Playwright
if [[ -z "$missing" ]]; then
  holds "the page in Chromium" env PIE="$pie" "$python" "$here/web/run.py"
elif [[ "${CI:-}" == true ]]; then
  not_ok "the page in Chromium" "$missing is missing; $how"
else
  skip "the page in Chromium" "$missing is missing; $how"
fi

count
