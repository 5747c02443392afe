#!/usr/bin/env bash
# Benchmarks/run.sh [NOTES_DIR]: the speed of pie, beside edsnlp and medspacy, on the same notes and one core; then what pie gets right in the notes.
# README.md says what each figure is.
#
#   PIE=FILE        the release binary (.build/release/pie)
#   PYTHON=FILE     for the scripts and the peers (python3; the peers' pins want 3.11)
#   PEERS=no        pie alone; PEERS_VENV=DIR: where the peers are installed (Benchmarks/.venv-bench)
#   COPIES=N        notes in a folder, each language (2000); RUNS=N: one-note runs (200); SECONDS_PER_PEER=S: time a peer gets (20)
#   CORE=N          the core that everything is pinned to (0); RESULTS=FILE: where the table goes (Benchmarks/results.md)
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

notes="${1:-$here/notes}"
pie="${PIE:-$here/../.build/release/pie}"
python="${PYTHON:-python3}"
peers_venv="${PEERS_VENV:-$here/.venv-bench}"
copies="${COPIES:-2000}"
runs="${RUNS:-200}"
peer_seconds="${SECONDS_PER_PEER:-20}"
core="${CORE:-0}"
results="${RESULTS:-$here/results.md}"
# What is read or written after the change of folder below.
[[ $notes == /* ]] || notes="$PWD/$notes"
[[ $results == /* ]] || results="$PWD/$results"
[[ $peers_venv == /* ]] || peers_venv="$PWD/$peers_venv"

die() {
  echo "run.sh: $*" >&2
  exit 1
}
say() { echo "== $*" >&2; }

[[ -x $pie ]] || die "no binary at $pie: \`make build\`, or PIE=FILE"
[[ -d $notes ]] || die "no folder $notes"
command -v "$python" >/dev/null || die "no $python: the scripts need Python 3.9 or later (PYTHON=FILE)"

tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT
# Neither the settings of the person who runs this nor those of the current folder have a say.
export XDG_CONFIG_HOME="$tmp/config"
for setting in "${!PIE_@}"; do unset "$setting"; done
mkdir "$tmp/measured" "$tmp/here"

pinned=(env)
if command -v taskset >/dev/null; then
  pinned=(taskset -c "$core")
else
  say "no taskset: nothing is pinned to a core"
fi

# measure NAME RUNS COMMAND…: whole processes, with hyperfine where there is one.
measure() {
  local name="$1" count="$2"
  shift 2
  if command -v hyperfine >/dev/null; then
    "${pinned[@]}" hyperfine --shell=none --warmup 5 --runs "$count" --style none --export-json "$tmp/measured/$name.json" \
      "$(printf '%q ' "$@")" >/dev/null 2>"$tmp/hyperfine.log" || die "$(cat "$tmp/hyperfine.log")"
  else
    "${pinned[@]}" "$python" "$here/timer.py" --warmup 5 --runs "$count" --export-json "$tmp/measured/$name.json" -- "$@"
  fi
}

# throughput NAME RUNS COMMAND…: wall-clock and peak memory (hyperfine before 1.19 has no memory).
throughput() {
  local name="$1" count="$2"
  shift 2
  "${pinned[@]}" "$python" "$here/timer.py" --runs "$count" --export-json "$tmp/measured/$name.json" -- "$@"
}

languages="$("$python" "$here/corpus.py" "$notes" "$tmp/corpus" "$copies")"
cut -d' ' -f1-3 /proc/loadavg >"$tmp/measured/load" 2>/dev/null || true
pie="$(cd "$(dirname "$pie")" && pwd)/$(basename "$pie")"
cd "$tmp/here"

say "pie: start-up, one note, the folder"
"$pie" --version >"$tmp/measured/pie.version"
measure pie.startup "$runs" "$pie" --version
for language in $languages; do
  measure "pie.one.$language" "$runs" "$pie" extract "$tmp/corpus/one.$language.txt" --format json --quiet
  records="$("$pie" extract "$tmp/corpus/$language" --format jsonl --quiet | wc -l)"
  [[ $records -eq $copies ]] || die "$copies notes in $language gave $records records"
  throughput "pie.folder.$language" 5 "$pie" extract "$tmp/corpus/$language" --format jsonl --quiet
done

say "pie: start to the first byte that a provider gets"
"${pinned[@]}" "$python" "$here/first_byte.py" "$pie" "$runs" | tee "$tmp/measured/first_byte"

# install TOOL: its own environment, once; 1 where it cannot be.
install() {
  local tool="$1" venv="$peers_venv/$1" requirements="$here/requirements-$1.txt"
  cmp -s "$requirements" "$venv/installed" && return
  say "$tool: installing into $venv"
  "$python" -m venv "$venv" >"$tmp/pip.log" 2>&1 &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --timeout 30 --retries 1 -r "$requirements" >"$tmp/pip.log" 2>&1 &&
    cp "$requirements" "$venv/installed"
}

# peer TOOL LANGUAGE
peer() {
  local tool="$1" language="$2" one="$tmp/corpus/one.$2.txt" folder="$tmp/corpus/$2"
  [[ -f $one ]] || return 0
  if ! install "$tool"; then
    say "$tool: not installed, left out: $(grep -m1 ^ERROR "$tmp/pip.log" || tail -n1 "$tmp/pip.log")"
    echo "it could not be installed" >"$tmp/measured/$tool.missing"
    return 0
  fi
  say "$tool: start to first record, the folder"
  local run=("$peers_venv/$tool/bin/python" "$here/peers.py" "$tool" --note "$one")
  if ! { TIMER_QUIET=1 throughput "$tool.one.$language" 3 "${run[@]}" &&
    "${pinned[@]}" "${run[@]}" --folder "$folder" --seconds "$peer_seconds" --export "$tmp/measured/$tool.folder.$language.json" 2>"$tmp/$tool.log"; }; then
    say "$tool: failed, left out: $(tail -n1 "$tmp/$tool.log" 2>/dev/null)"
    echo "its run failed" >"$tmp/measured/$tool.missing"
  fi
}

if [[ ${PEERS:-yes} != no ]]; then
  peer edsnlp fr
  peer medspacy en
fi

"$python" "$here/report.py" "$tmp/corpus/corpus.json" "$tmp/measured" "$results"

if compgen -G "$notes/*.gold.json" >/dev/null; then
  say "pie: accuracy"
  mkdir "$tmp/records"
  "$pie" extract "$notes" --include '*.txt' --format json --output "$tmp/records/" --quiet
  "$python" "$here/accuracy.py" "$notes" "$tmp/records"
fi
