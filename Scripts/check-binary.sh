#!/usr/bin/env bash
# Fails where the release binary is too large, or carries more of Foundation than FoundationEssentials:
#
#   Scripts/check-binary.sh BINARY [MEGABYTES]
#
# Full Foundation brings ICU and 44 MB. A stripped static binary has no symbols left to ask, but each Swift module that is linked
# leaves its name in the reflection metadata, between two NUL bytes, and the runtime looks types up by their mangled names.
set -euo pipefail

binary=${1:?usage: Scripts/check-binary.sh BINARY [MEGABYTES]}
limit=${2:-40}
status=0

complain() {
  echo "error: $*" >&2
  status=1
}

[[ -f "$binary" ]] || { echo "error: no binary at $binary; \`make build\` makes it" >&2; exit 1; }

readelf --file-header "$binary" >/dev/null || { echo "error: $binary is no ELF file; this check is for Linux" >&2; exit 1; }

# Size
bytes=$(wc -c <"$binary")
megabytes=$(awk -v bytes="$bytes" 'BEGIN { printf "%.1f", bytes / 1000000 }')
if ((bytes > limit * 1000000)); then complain "$binary is $megabytes MB; the limit is $limit MB"; fi

# Shared libraries
if needed=$(readelf --dynamic --wide "$binary" | grep NEEDED | grep -oE 'lib(_?Foundation|swift|icu)[^]]*'); then
  complain "$binary needs shared libraries of Swift: ${needed//$'\n'/ }; it is to be linked with --static-swift-stdlib"
fi
if readelf --sections --wide "$binary" | grep -E ' \.(symtab|debug_info) ' >/dev/null; then complain "$binary is not stripped"; fi

# Modules: `-z` makes a line of what stands between two NUL bytes.
count() { LC_ALL=C grep -acz "$@" "$binary" || true; }
for module in Foundation FoundationInternationalization FoundationNetworking FoundationXML; do
  if (($(count -xF "$module"))); then complain "$binary carries the module $module; import FoundationEssentials instead"; fi
done
# $s10Foundation is what a name of the module Foundation is mangled to; FoundationEssentials' is $s20FoundationEssentials.
# shellcheck disable=SC2016 # a dollar sign, no variable
if (($(count -F '$s10Foundation'))); then complain "$binary looks up types of the module Foundation"; fi
if (($(count -E '^icudt[0-9]+'))); then complain "$binary carries the data of ICU"; fi

# Sources of products: the import that would bring it, by file and line.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ -d "$root/Sources" ]]; then
  kind='(struct|class|enum|protocol|func|typealias|var|let)'
  imports=$(grep -rnE --include='*.swift' "^[^/]*\\bimport ($kind )?Foundation(Networking|XML|Internationalization)?\\b" "$root/Sources") || true
  if [[ -n "$imports" ]]; then complain "import FoundationEssentials instead:"$'\n'"${imports//$root\//}"; fi
fi

if ((status == 0)); then echo "$binary: $megabytes MB (limit $limit MB), FoundationEssentials at most"; fi
exit "$status"
