#!/usr/bin/env bash
# Makes the README's pictures from what pie really prints:
#
#   PIE=.build/release/pie Scripts/pictures.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pie=$(realpath "${PIE:-$root/.build/release/pie}")
cd "$root"
mkdir -p docs

# Neither the settings of the person who runs this nor their terminal have a say.
unset "${!PIE_@}" NO_COLOR
export XDG_CONFIG_HOME=/nonexistent COLUMNS=100

# picture OUTPUT ARGUMENTS…: what `pie ARGUMENTS` prints, in color.
picture() {
  local output=$1
  shift
  "$pie" "$@" --format text --color always --config Config/pie.yaml </dev/null | python3 Scripts/picture.py --title "pie $*" --output "$output"
}

picture docs/report-fr.svg extract Examples/discharge-report.fr.txt
picture docs/report-en.svg extract Examples/clinic-letter.en.txt
