#!/usr/bin/env bash
# Runs the first Swift that is new enough for this package, wherever it is installed:
#
#   Scripts/swift.sh build -c release     as `swift build -c release`
#   Scripts/swift.sh --find               prints its path; fails without a word where there is none
#
# A toolchain that Scripts/setup.sh has just installed is found here before the shell's PATH knows of it.
set -euo pipefail

readonly needed_major=6 needed_minor=2

# The programs named swift, in the order in which they are asked.
candidates() {
  type -ap swift || true
  local folder
  for folder in "${SWIFTLY_BIN_DIR:-}" "${HOME:-}/.local/share/swiftly/bin" "${HOME:-}/.swiftly/bin"; do
    if [[ -x "$folder/swift" ]]; then echo "$folder/swift"; fi
  done
}

# Whether the program can build, and says that it is Swift `needed_major.needed_minor` or newer. `build --version` asks the package
# manager, which needs more of the system's libraries than the compiler that answers `--version`.
is_new_enough() {
  local version
  version=$("$1" build --version 2>/dev/null </dev/null) || return 1
  [[ "$version" =~ Swift\ ([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > needed_major || (BASH_REMATCH[1] == needed_major && BASH_REMATCH[2] >= needed_minor)))
}

find_swift() {
  local candidate
  while IFS= read -r candidate; do
    if is_new_enough "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done < <(candidates)
  return 1
}

if ! swift=$(find_swift); then
  if [[ "${1:-}" != --find ]]; then
    echo "error: no Swift $needed_major.$needed_minor or newer is installed that works; \`make run\` and \`make test\` install it, and so does Scripts/setup.sh" >&2
  fi
  exit 1
fi
if [[ "${1:-}" == --find ]]; then
  echo "$swift"
else
  exec "$swift" "$@"
fi
