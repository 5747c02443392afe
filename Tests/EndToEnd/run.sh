#!/usr/bin/env bash
# The release binary as its user meets it: every command, right and wrong input, files, folders, pipes and signals.
#
#   PIE=.build/release/pie PYTHON=.venv/bin/python bash Tests/EndToEnd/run.sh
#
# One line a check; the last line counts them; exit 1 where one failed. Needs no network and leaves nothing behind.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
pie=$(realpath "${PIE:-$root/.build/release/pie}")
python=${PYTHON:-python3}
[[ -x "$pie" ]] || { echo "error: no binary at $pie; \`make build\` makes it" >&2; exit 1; }
"$python" -c 'import jsonschema' || { echo "error: $python has no jsonschema; Scripts/setup.sh test makes a Python that has" >&2; exit 1; }

tmp=$(mktemp -d)
child=
trap '[[ -z "$child" ]] || kill -KILL "$child" 2>/dev/null; chmod -R u+rwX "$tmp"; rm -rf "$tmp"' EXIT

# Neither the settings of the person who runs this nor those of the working directory have a say.
unset "${!PIE_@}" MODEL_PROVIDER MODEL_NAME "${!OPENAI_@}" "${!MISTRAL_@}" "${!ANTHROPIC_@}" "${!GEMINI_@}" "${!GOOGLE_@}" "${!AZURE_@}" "${!AWS_@}" "${!OLLAMA_@}" "${!COMPATIBLE_@}" NO_COLOR CLICOLOR CLICOLOR_FORCE FORCE_COLOR COLUMNS
export HOME="$tmp/home" XDG_CONFIG_HOME="$tmp/xdg" TERM=dumb LC_ALL=C.UTF-8
mkdir -p "$HOME" "$XDG_CONFIG_HOME/pie" "$tmp/work"
cd "$tmp/work" || exit 1
cp -R "$root/Examples" examples
exec </dev/null

# The checks' own words --------------------------------------------------------------------------------------------------------------

# shellcheck source=Tests/EndToEnd/checks.sh
. "$here/checks.sh"

# What is said where nobody has chosen who reads; `quiet` below lets it pass.
advice='^pie: no provider is chosen: the rules on this machine read the note'

# Runs pie; leaves $status, $tmp/out and $tmp/err.
run() {
  "$pie" "$@" >"$tmp/out" 2>"$tmp/err"
  status=$?
}

# expect NAME STATUS [out|err REGEX | no-out REGEX | silent | quiet]…: what the last run must have done. `quiet`: nothing on standard
# error; `silent`: nothing on standard output.
expect() {
  local name=$1 wanted=$2 faults=()
  shift 2
  cat "$tmp/err" >>"$tmp/all-errors"
  ((status == wanted)) || faults+=("exit $status, not $wanted")
  while (($#)); do
    case $1 in
      out | err) grep -Eq -- "$2" "$tmp/$1" || faults+=("no /$2/ in standard $([[ $1 == out ]] && echo output || echo error)"); shift ;;
      no-out) ! grep -Eq -- "$2" "$tmp/out" || faults+=("/$2/ in standard output"); shift ;;
      silent) [[ ! -s "$tmp/out" ]] || faults+=("standard output is not empty") ;;
      quiet) ! grep -qv "$advice" "$tmp/err" || faults+=("standard error is not empty") ;;
      *) faults+=("no such expectation: $1") ;;
    esac
    shift
  done
  if ((${#faults[@]})); then not_ok "$name" "${faults[@]}" "$(head -c 400 "$tmp/err")"; else ok "$name"; fi
}

# json FILE EXPRESSION: Python's eyes on a JSON document, `r` in the expression.
json() { "$python" -c 'import json, sys; r = json.load(open(sys.argv[1], encoding="utf-8")); sys.exit(not eval(sys.argv[2]))' "$1" "$2"; }

# as ENCODING FILE: the French report in another encoding.
as() { "$python" -c 'import sys; sys.stdout.buffer.write(open(sys.argv[2], encoding="utf-8").read().encode(sys.argv[1]))' "$1" "$2"; }

validate() { "$python" "$here/validate.py" schema.json "$@"; }

french=examples/discharge-report.fr.txt
english=examples/clinic-letter.en.txt
prescription=examples/prescription.fr.txt
canary=Zyxoquabel # stands in notes that fail, and must stand nowhere else

# Help and version -------------------------------------------------------------------------------------------------------------------

for command in "" extract serve sig assert schema config "config show" providers "providers list" "providers check" set-key deploy status logs; do
  # shellcheck disable=SC2086 # "config show" is two words
  run $command --help
  expect "pie ${command:+$command }--help shows examples" 0 out '^EXAMPLES$' out '^ +(.*\| )?pie ' out 'USAGE: pie' quiet
done
run help extract
expect "pie help extract" 0 out '^EXAMPLES$'
run --version
expect "pie --version" 0 out '^[0-9]+\.[0-9]+\.[0-9]+$' quiet

# The tables ---------------------------------------------------------------------------------------------------------------------------

run tables
expect "the release binary carries its tables ready for use" 0 out '^fr prebuilt$' out '^en prebuilt$' quiet

# The schema and the forms of output ---------------------------------------------------------------------------------------------------

run schema
expect "pie schema" 0 out '2020-12' quiet
cp "$tmp/out" schema.json
run schema --claims openai
expect "the schema of a model's answer" 0 out '"medications"' out '"strength".*"null"' quiet
run schema --claims nobody
expect "in a dialect that is not there" 64 err 'anthropic' silent

for note in "$french" "$english" "$prescription"; do
  name=${note##*/}
  run extract "$note" --format text
  expect "$name as text" 0 out "$name" out 'offline [0-9.]+ · ' no-out $'\e' quiet
  run extract "$note" --format text --evidence
  expect "$name as text with evidence" 0 out '\[[0-9]+–[0-9]+\]' quiet
  run extract "$note" --format text --color always
  expect "$name as text with color" 0 out $'\e\\[[0-9;]*m' quiet
  run extract "$note" --format json
  expect "$name as JSON" 0 out '^  "format": "pie.record/1",$' quiet
  cp "$tmp/out" record.json
  holds "$name as JSON keeps to the schema and the note" validate record.json
  run extract "$note" --format csv
  cp "$tmp/out" record.csv
  expect "$name as a table" 0 out '^source,category,name,' quiet
  holds "$name as a table: a row a statement" "$python" -c '
import csv, json
rows = list(csv.DictReader(open("record.csv", encoding="utf-8", newline="")))
record = json.load(open("record.json", encoding="utf-8"))
kinds = {"problem": "problems", "allergy": "allergies", "medication": "medications", "procedure": "procedures", "measurement": "measurements", "follow_up": "follow_up"}
for kind, key in kinds.items(): assert sum(row["category"] == kind for row in rows) == len(record[key]), kind'
  run extract "$note" --format fhir
  cp "$tmp/out" bundle.json
  expect "$name as FHIR" 0 out '^  "resourceType": "Bundle",$' quiet
  holds "$name as FHIR keeps to R4" "$python" -c 'import json; from fhir.resources.R4B.bundle import Bundle; Bundle.model_validate(json.load(open("bundle.json", encoding="utf-8")))'
  holds "$name as FHIR is JSON with a resource a result" "$python" -c '
import json
bundle, record = json.load(open("bundle.json", encoding="utf-8")), json.load(open("record.json", encoding="utf-8"))
results = [e for e in bundle["entry"] if e["resource"]["resourceType"] == "Observation" and e["resource"]["code"]["text"] != "Age"]
assert len(results) == len(record["measurements"])'
  run extract "$note" --json
  expect "$name with --json" 0 quiet
  holds "$name with --json is the same as with --format json" cmp -s "$tmp/out" record.json
  run extract "$note" --format jsonl
  expect "$name as a JSON line" 0 quiet
  cp "$tmp/out" record.jsonl
  holds "$name as a JSON line is one line" test "$(wc -l <record.jsonl)" -eq 1
  holds "$name as a JSON line keeps to the schema and the note" validate record.jsonl
  holds "$name: JSON and a JSON line say the same" "$python" -c 'import json; assert json.load(open("record.json")) == json.load(open("record.jsonl"))'
done

run extract "$french" --format text
expect "the report has the patient, the allergy and the drugs" 0 \
  out 'Femme de 82 ans' out 'ALLERGIE : pénicilline' out 'METFORMINE +1000 mg .*arrêté' out 'RAMIPRIL +5 mg .*suspendu' out 'BISOPROLOL .*nouveau'
run extract "$french"
expect "into a pipe one note is JSON" 0 out '^\{$'
cp "$tmp/out" record.json
holds "engine.name is the provider" json record.json 'r["engine"]["name"] == "offline"'
run extract "$french" "$english"
expect "into a pipe several notes are JSON lines" 0 out '^\{"format":'
holds "two notes are two lines" test "$(wc -l <"$tmp/out")" -eq 2
run extract "$french" "$english" --format json
cp "$tmp/out" both.json
holds "several notes as JSON are an array, in order" json both.json "[n['note']['source'] for n in r] == ['$french', '$english']"
holds "an array keeps to the schema and the notes" validate both.json

# Standard input, folders, output ------------------------------------------------------------------------------------------------------

run extract "$french" --format json
holds "without a provider one line says who reads" test "$(grep -c "$advice" "$tmp/err")" -eq 1
run extract "$french" --format json --provider offline
holds "with one it does not" test ! -s "$tmp/err"
run extract "$french" --format json --quiet
holds "nor with --quiet" test ! -s "$tmp/err"
run extract - --format json <"$french"
cp "$tmp/out" stdin.json
expect "standard input as -" 0 quiet
holds "standard input keeps to the schema and the note" validate stdin.json --stdin "$french"
run extract --format json <"$french"
cp "$tmp/out" stdin-2.json
expect "standard input without a path" 0 quiet
holds "it is the same" cmp stdin.json stdin-2.json

mkdir -p notes/deep notes/.hidden none
cp "$french" notes/a.txt && cp "$english" notes/deep/b.md && cp "$prescription" notes/c.note && cp "$french" notes/.d.txt
run extract notes
cp "$tmp/out" folder.jsonl
expect "a folder: *.txt and *.md, at any depth, none hidden" 0 quiet
holds "the folder's notes, in order" "$python" -c 'import json; assert [json.loads(l)["note"]["source"] for l in open("folder.jsonl")] == ["notes/a.txt", "notes/deep/b.md"]'
holds "the folder's records keep to the schema and the notes" validate folder.jsonl
run extract notes/ --include '*.note' --format jsonl
expect "--include chooses the folder's notes" 0 out 'notes/c\.note' no-out 'a\.txt|b\.md'
run extract notes --include '*.note' --include 'a.*' --format jsonl
holds "--include twice takes both" test "$(wc -l <"$tmp/out")" -eq 2

run extract "$french" --format json --output out.json
expect "--output FILE" 0 silent quiet
holds "the file is what standard output would have been" cmp out.json record.json
holds "no .partial is left" test ! -e out.json.partial
mkfifo pipe
cat pipe >piped.jsonl &
child=$!
run extract notes --format jsonl --output pipe
expect "--output PIPE" 0 silent
if ((status == 0)) && [[ -p pipe ]]; then wait "$child"; else kill "$child"; fi
child=
holds "the pipe is one still" test -p pipe
holds "its reader gets every record" test "$(wc -l <piped.jsonl)" -eq 2
echo old >linked.json
ln -s linked.json link.json
run extract "$french" --format json --output link.json
expect "--output LINK" 0 silent quiet
holds "the link is one still" test -L link.json
holds "and the file behind it is written" cmp linked.json record.json
run extract notes --format jsonl --output out.jsonl
expect "--output FILE for a folder" 0 silent
holds "the file keeps to the schema and the notes" validate out.jsonl
run extract notes --format json --output records/
expect "--output FOLDER/ that is not there yet" 0 silent
holds "one file a note" test "$(cd records && echo *)" = "a.json b.json"
holds "a file of the folder keeps to the schema and its note" validate records/a.json
run extract notes "$french" --format text --output records
expect "--output FOLDER that is there" 0 silent
holds "beside the others" test -s records/a.txt -a -s records/discharge-report.fr.txt
run extract "$french" --output nowhere/out.json
expect "--output in a folder that is not there" 73 err 'nowhere/out\.json' silent

# What is no note ------------------------------------------------------------------------------------------------------------------------

run extract missing.txt
expect "a missing file" 66 err 'missing\.txt: there is no such file' silent
run extract none
expect "a folder without notes" 66 err 'none: no note in this folder.*\*\.txt.*--include' silent
: >empty.txt
run extract empty.txt
expect "an empty file" 65 err 'empty\.txt: .*no text' silent
printf ' \n\t\r\n ' >white.txt
run extract white.txt
expect "a file of white space" 65 err 'white\.txt: .*no text' silent
run extract - <empty.txt
expect "empty standard input" 65 err 'standard input: .*no text' silent
printf '%s\0\1\2%s' "$canary" "$canary" >binary.txt
run extract binary.txt
expect "a binary file" 65 err 'binary\.txt: .*no text.*zero bytes' silent
"$python" -c 'import sys; print(sys.argv[1] * 200_000)' "$canary" >large.txt
run extract large.txt --note-megabytes 1
expect "a file over --note-megabytes" 65 err 'large\.txt: .*note_megabytes' silent
PIE_LIMITS_NOTE_MEGABYTES=1 run extract large.txt
expect "a file over PIE_LIMITS_NOTE_MEGABYTES" 65 err 'large\.txt: .*note_megabytes' silent
if ((EUID == 0)); then
  skip "an unreadable file" "root may read everything"
else
  echo "$canary" >locked.txt && chmod 000 locked.txt
  run extract locked.txt
  expect "an unreadable file" 66 err 'locked\.txt: Permission denied' silent
  chmod 600 locked.txt
fi
run extract "$french" binary.txt "$english" --format jsonl
expect "one bad note of three: the others come out" 65 err 'binary\.txt' out 'clinic-letter\.en\.txt'
holds "two records came out" test "$(wc -l <"$tmp/out")" -eq 2
run extract "$french" binary.txt --format json --output two/
expect "one bad note of two into a folder" 65 err 'binary\.txt'
holds "the good one is there" test "$(cd two && echo *)" = discharge-report.fr.json

# Encodings, sizes -----------------------------------------------------------------------------------------------------------------------

as windows-1252 "$french" >windows.txt
as utf-16 "$french" >utf16.txt
as utf-8-sig "$french" >mark.txt
"$python" -c 'import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read().replace(b"\n", b"\r\n"))' "$french" >crlf.txt
for name in windows utf16 mark crlf; do
  run extract $name.txt --format json
  cp "$tmp/out" $name.json
  expect "$name.txt is read" 0 quiet
  holds "$name.txt: schema and slices" validate $name.json
  holds "$name.txt says what the UTF-8 file says" "$python" -c '
import json, sys
a, b = (json.load(open(path)) for path in sys.argv[1:])
names = lambda r: [(m["name"], m["list"], m["status"], m["daily_dose"]) for m in r["medications"]] + [(p["name"], p["assertion"]) for p in r["problems"]]
assert names(a) == names(b)' record.json $name.json
done
holds "a guessed encoding is a warning" json windows.json 'any(w["code"] == "encoding_guessed" for w in r["warnings"])'
printf 'Patient 🧑🏽‍⚕️ é (e\u0301) : fièvre. Pas de toux. DOLIPRANE 1 g x 3/j\n' >scalars.txt
run extract scalars.txt --format json
cp "$tmp/out" scalars.json
holds "offsets count scalars, beyond the basic plane too" validate scalars.json

"$python" -c '
import sys
note = open(sys.argv[1], encoding="utf-8").read()
sys.stdout.buffer.write((note + "\n").encode() * (3_000_000 // len(note.encode()) + 1))' "$french" >three-megabytes.txt
run extract three-megabytes.txt --format json
cp "$tmp/out" three.json
expect "a note of 3 MB" 0 quiet
holds "a note of 3 MB: schema and slices" validate three.json

# Usage and configuration ------------------------------------------------------------------------------------------------------------------

run extract "$french" --fromat json
expect "an unknown flag" 64 err "--fromat.*--format" silent
run extrakt "$french"
expect "an unknown command" 64 err extrakt silent
run extract "$french" --language de
expect "a bad --language" 64 err '--language.*auto, fr or en.*de' silent
run extract "$french" --format xml
expect "a bad --format" 64 err '--format.*text, json, jsonl, csv or fhir.*xml' silent
run extract "$french" --json --format text
expect "--json against --format" 64 err "--json and --format text differ" silent
run extract "$french" --provider nobody
expect "a bad --provider" 64 err '--provider.*offline.*nobody' silent
PIE_COLOR=blue run extract "$french"
expect "a bad variable" 78 err 'PIE_COLOR.*always.*blue' silent

cat >pie.yaml <<'YAML'
language: fr
limits:
  note_megabites: 4
YAML
run extract "$french"
expect "a bad key of pie.yaml, with its place and the one that was meant" 78 err '(^|[ /])pie\.yaml:3:3: .*note_megabites.*limits\.note_megabytes' silent
printf 'quiet: false\nformat: jsn\n' >pie.yaml
run extract "$french"
expect "a bad value of pie.yaml, with its place and the one that was meant" 78 err '(^|[ /])pie\.yaml:2:9: .*format.*jsn.*json' silent
printf 'limits: [\n' >pie.yaml
run extract "$french"
expect "a pie.yaml that is no YAML" 78 err '(^|[ /])pie\.yaml:2:1: ' silent
printf 'openai_api_key: %s\n' "$canary" >pie.yaml
run extract "$french"
expect "a secret in pie.yaml" 78 err '(^|[ /])pie\.yaml:1:1: .*secret' silent
run extract "$french" --config missing.yaml
expect "a --config that is not there" 78 err 'missing\.yaml' silent
rm pie.yaml

language() { json "$tmp/out" "[s['value'] for s in r['settings'] if s['key'] == 'language'] == ['$1']"; }
run config show --json
holds "the default" language auto
printf 'language: en\ncolor: never\n' >"$XDG_CONFIG_HOME/pie/pie.yaml"
run config show --json
holds "the user's file over the default" language en
mkdir Config && printf 'language: fr\n' >Config/pie.yaml
run config show --json
holds "Config/pie.yaml over the user's file" language fr
printf 'language: en\n' >pie.yaml
run config show --json
holds "pie.yaml over Config/pie.yaml" language en
PIE_LANGUAGE=fr run config show --json
holds "the environment over files" language fr
printf 'language: fr\n' >other.yaml
PIE_CONFIG=other.yaml run config show --json
holds "PIE_CONFIG in place of files" language fr
run config show --json --config other.yaml
holds "--config in place of files" language fr
PIE_LANGUAGE=fr run extract "$french" --language en --format json
holds "a flag over the environment" json "$tmp/out" 'r["note"]["language"] == "en"'
PIE_LANGUAGE=fr run config show
expect "pie config show says where from" 0 out '^language: fr +# PIE_LANGUAGE$' out '^color: never +# .*pie/pie\.yaml:2:8$' out '^quiet: false +# default$' quiet
cp "$tmp/out" shown.yaml
run config show --config shown.yaml --json
expect "what pie config show prints is a pie.yaml" 0 quiet
run config show --config "$root/Config/pie.yaml" --json
mv "$tmp/out" documented.json
: >empty.yaml
run config show --config empty.yaml --json
holds "Config/pie.yaml is the defaults" "$python" -c '
import json, sys
documented, standard = ({s["key"]: s["value"] for s in json.load(open(path))["settings"]} for path in sys.argv[1:])
sys.exit(0 if documented == standard and len(standard) > 9 else "they differ: %s" % sorted(k for k in documented.keys() | standard if documented.get(k) != standard.get(k)))' \
  documented.json "$tmp/out"
rm -r pie.yaml Config other.yaml shown.yaml empty.yaml documented.json "$XDG_CONFIG_HOME/pie/pie.yaml"

# Lexicons, sig, assert --------------------------------------------------------------------------------------------------------------------

printf 'Traitement habituel :\n- ZQBRANDOL 500 mg : 1 cp x 3/j\n' >brand.txt
printf '# Source: ours.\nbrand\tingredients\tatc\tcountry\troute\tflags\nZQBRANDOL\tparacetamol\tN02BE01\tfr\t\t\n' >brands.tsv
run extract brand.txt --language fr --format json
holds "a brand that no table has is not found" json "$tmp/out" 'r["medications"] == []'
run extract brand.txt --language fr --format json --lexicon brands.tsv
cp "$tmp/out" brand.json
holds "--lexicon: it is" json brand.json '[(m["name"], m["ingredients"], m["daily_dose"]["value"]) for m in r["medications"]] == [("ZQBRANDOL", ["paracetamol"], 1500)]'
holds "--lexicon: schema and slices" validate brand.json
PIE_LEXICONS=brands.tsv run extract brand.txt --language fr --format jsonl
expect "PIE_LEXICONS" 0 out '"name":"ZQBRANDOL"'
printf 'name\tdose\nZQBRANDOL\t1\n' >header.tsv
run extract brand.txt --lexicon header.tsv
expect "a lexicon with a bad header" 65 err 'header\.tsv:1: .*header.*brand' silent
printf 'brand\tingredients\tatc\tcountry\troute\tflags\nZQBRANDOL\tnosuchsubstance\t\t\t\t\n' >unknown.tsv
run extract brand.txt --lexicon unknown.tsv
expect "a lexicon with an unknown ingredient" 65 err 'unknown\.tsv: .*ZQBRANDOL.*nosuchsubstance' silent
run extract brand.txt --lexicon missing.tsv
expect "a lexicon that is not there" 66 err 'missing\.tsv' silent

printf '60001001\tZQBRANDOL 500 mg, comprim\351\tcomprim\351\torale\tAutorisation active\tProc\351dure nationale\tx\t01/01/2001\t\t\t A\tNon\n' >CIS_bdpm.txt
printf '60001001\tcomprim\351\t02202\tPARAC\311TAMOL\t500 mg\tun comprim\351\tSA\t1\t\n' >CIS_COMPO_bdpm.txt
run extract brand.txt --language fr --format json --lexicon CIS_bdpm.txt --lexicon CIS_COMPO_bdpm.txt
holds "the public drug database's own files" json "$tmp/out" '[(m["name"], m["ingredients"]) for m in r["medications"]] == [("ZQBRANDOL", ["paracetamol"])]'
run extract brand.txt --lexicon CIS_bdpm.txt
expect "one of them alone" 65 err 'CIS_bdpm\.txt: .*CIS_COMPO_bdpm\.txt' silent

run sig "DOLIPRANE 500 mg 2 cp x3/j si besoin pdt 5 j"
expect "pie sig, French" 0 quiet
holds "its dose" json "$tmp/out" 'r["ingredients"] == ["paracetamol"] and r["quantity"]["value"] == 2 and r["frequency"]["times_per_day"] == 3 and r["frequency"]["as_needed"] and r["duration"] == {"value": 5, "unit": "days"} and r["daily_dose"] == {"value": 3000, "unit": "mg"}'
run sig "Furosemide 40 mg, 2 tabs PO BID" --language en
holds "pie sig, English" json "$tmp/out" 'r["ingredients"] == ["furosemide"] and r["route"] == "oral" and r["daily_dose"] == {"value": 160, "unit": "mg"}'
printf 'KARDEGIC 75 mg 1 sachet/j\n\nLasix 20 mg OD\n' >lines.txt
run sig <lines.txt
expect "pie sig, lines of standard input" 0 quiet
holds "one object a line" test "$(wc -l <"$tmp/out")" -eq 2
run sig "DOLIPRANE 1 g" --format json
expect "pie sig --format json" 0 out '^  "name": "DOLIPRANE",$'
run sig
expect "pie sig of nothing" 65 err 'no medication line' silent

run assert <<<'{"id":1,"text":"Pas de fièvre.","spans":[{"start":7,"end":13}]}'
expect "pie assert" 0 quiet
holds "it is absent" json "$tmp/out" 'r["id"] == 1 and r["spans"][0] == {"start": 7, "end": 13, "assertion": {"polarity": "absent", "certainty": "certain", "time": "current", "subject": "patient"}}'
cat >spans.jsonl <<'JSONL'
{"id":"a","language":"en","text":"Mother had breast cancer. Possible pneumonia.","spans":[{"start":11,"end":24},{"start":35,"end":44}]}
{"id":"b","language":"en","text":"Return if fever.","spans":[{"start":10,"end":15}]}
JSONL
run assert spans.jsonl
expect "pie assert FILE" 0 out '"subject":"family"' out '"certainty":"possible"' out '"certainty":"hypothetical"' quiet
run assert <<<"{\"text\": \"$canary\""
expect "pie assert of no JSON" 65 err 'line 1: ' silent
run assert <<<'{"text":"No fever","language":"de","spans":[]}
{"id":"kept","text":"No fever","spans":[{"start":3,"end":8,"label":"sign"}],"source":"x"}
{"text":"No fever","spans":[{"start":3,"end":9}]}'
expect "pie assert of lines with faults" 65 err 'line 1: the language' err 'line 3: span 1 begins at 3 and ends at 9' err '2 lines were left out'
holds "the other line is answered, with its own keys" json "$tmp/out" 'r["id"] == "kept" and r["source"] == "x" and r["spans"][0]["label"] == "sign" and r["spans"][0]["assertion"]["polarity"] == "absent"'
run assert missing.jsonl
expect "pie assert of a missing file" 66 err 'missing\.jsonl' silent

holds "the evidence that README.md shows stands in the example" "$python" -c '
import re, sys
readme, note = (open(path, encoding="utf-8", newline="").read() for path in sys.argv[1:])
shown = re.findall(r"\"start\": (\d+), \"end\": (\d+), \"text\": \"([^\"]+)\"", readme)
sys.exit(0 if shown and all(note[int(start) : int(end)] == text for start, end, text in shown) else 1)' "$root/README.md" "$french"

# Pipes, disks, signals --------------------------------------------------------------------------------------------------------------------

if [[ -c /dev/full ]]; then
  "$pie" extract "$french" >/dev/full 2>"$tmp/err"
  status=$?
  : >"$tmp/out"
  expect "a full disk" 74 err 'standard output: .*No space left'
else
  skip "a full disk" "this system has no /dev/full"
fi

many=()
for ((index = 0; index < 200; index++)); do many+=("$french"); done
"$pie" extract "${many[@]}" --format jsonl 2>"$tmp/err" | head -n 1 >"$tmp/out"
status=${PIPESTATUS[0]}
if ((status == 128 + 13)); then status=0; fi # ended by SIGPIPE, which is as quiet
cp "$tmp/out" first.jsonl
expect "a reader that closes the pipe" 0 no-out '^$'
holds "it ends without a word" test "$(grep -vc -e '^[0-9]* notes in ' -e "$advice" "$tmp/err")" -eq 0
holds "what was read is a record" validate first.jsonl

# Ctrl-C. The fortieth note is a pipe, which lets its writer in when pie has come that far and holds pie back until the signal is on its way.
mkfifo slow.txt
"$pie" extract "${many[@]:0:39}" slow.txt "${many[@]}" --format jsonl --output stopped.jsonl >"$tmp/out" 2>"$tmp/err" &
child=$!
# shellcheck disable=SC2016
timeout 60 bash -c 'exec 8>slow.txt; kill -INT "$1"; cat "$2" >&8' - "$child" "$french"
for ((turn = 0; turn < 2000; turn++)); do
  kill -0 "$child" 2>/dev/null || break
  sleep 0.01
done
if ((turn == 2000)); then kill -KILL "$child"; fi
wait "$child"
status=$?
child=
expect "Ctrl-C in a batch" 130 err 'stopped after [0-9]+ of 240 notes.*stopped\.jsonl\.partial' silent
rm slow.txt && cp "$french" slow.txt # the record's note, to hold its slices against
holds "what is done is whole" validate stopped.jsonl.partial
holds "and is not all" test "$(wc -l <stopped.jsonl.partial)" -lt 240
holds "the output itself was not made" test ! -e stopped.jsonl

# Providers and keys -----------------------------------------------------------------------------------------------------------------------

key=sk-canary-Zyxo-4711 # stands in a store and a variable, and must be shown nowhere
all_outputs() { cat "$tmp/out" >>"$tmp/all-outputs"; }

run providers
expect "pie providers lists them all" 0 out '^openai +gpt-' out '^bedrock ' out '^compatible ' out 'none: set OPENAI_API_KEY' quiet
OPENAI_API_KEY=$key run providers --json
expect "pie providers --json" 0 quiet
all_outputs
holds "a key in a variable is found" json "$tmp/out" '{p["name"]: p["key"]["found"] for p in r["providers"]} | {"openai": None} == {p["name"]: p["name"] == "openai" for p in r["providers"]} | {"openai": None} and r["providers"][0]["key"]["in"] == "OPENAI_API_KEY"'

keys="$XDG_CONFIG_HOME/pie/keys.yaml"
printf '  %s\n' "$key" | "$pie" set-key openai --local >"$tmp/out" 2>"$tmp/err"
status=$?
expect "pie set-key --local takes a key from standard input" 0 silent err 'keys\.yaml'
holds "the store is its owner's alone" test "$(stat -c %a "$keys")" = 600
holds "the store has the key" grep -qF "$key" "$keys"
run set-key --list --local
expect "pie set-key --list names it" 0 out '^openai$' quiet
all_outputs
run providers --json
all_outputs
holds "a stored key is found" json "$tmp/out" 'r["providers"][0]["key"] == {"found": True, "needed": True, "in": "key store", "variables": ["OPENAI_API_KEY"]}'
MISTRAL_API_KEY=$key run set-key mistral --local
expect "an empty key is refused" 65 err 'empty' silent
run set-key nobody --local
expect "a provider that is not there" 64 err 'openai, mistral' silent
run set-key openai --local --now
expect "--now is for what is deployed" 64 err 'local' silent
run set-key openai sk-argument --local
expect "a key is no argument" 64 silent
"$python" "$here/type-key.py" "$key" "$pie" set-key gemini --local >"$tmp/out" 2>"$tmp/err"
status=$?
expect "a key is typed on the terminal" 0 out 'not shown' no-out "$key"
run set-key --list --local
expect "both are there" 0 out '^gemini$' out '^openai$' quiet
chmod 644 "$keys"
run providers
expect "a store that others may read is not read" 78 err 'chmod 600' silent
chmod 600 "$keys"
run set-key gemini --remove --local
expect "pie set-key --remove" 0 err 'removed' silent
run set-key --list --local --json
expect "one is left" 0 out '^\{"keys":\["openai"\]\}$' quiet
printf 'openai: [%s\n' "$key" >"$keys"
run providers
expect "a store that is no YAML, with its place" 78 err 'keys\.yaml:[0-9]+:' silent
rm "$keys"
run providers check openai
expect "pie providers check without a key" 78 err 'OPENAI_API_KEY.*set-key openai --local' silent
run providers check nobody
expect "pie providers check of nobody" 64 err 'openai' silent

mkfifo port stop
"$python" "$here/provider.py" port provider.log <stop &
child=$!
exec 9>stop
read -r port <port
run providers check compatible --base-url "http://127.0.0.1:$port/good/v1"
expect "pie providers check asks one tiny question" 0 out '^compatible: local-model answers \([0-9]+ ms, 21 tokens in, 5 out\)$' quiet
holds "which has nothing of a note, under a schema" "$python" -c '
import json
lines = [json.loads(line) for line in open("provider.log", encoding="utf-8")]
assert len(lines) == 1 and lines[0]["path"] == "/good/v1/chat/completions"
assert lines[0]["body"]["response_format"]["type"] == "json_schema" and len(json.dumps(lines[0]["body"])) < 600
assert "Authorization" not in lines[0]["names"]'
OPENAI_API_KEY=$key OPENAI_BASE_URL="http://127.0.0.1:$port/good" run providers check openai --json
expect "the address may be a variable" 0 quiet
holds "and the check JSON" json "$tmp/out" 'r["ok"] and r["provider"] == "openai" and r["input_tokens"] == 21'
for how in badkey:78:OPENAI_API_KEY quota:69:billing html:69:base\ URL; do
  IFS=: read -r path code word <<<"$how"
  OPENAI_API_KEY=$key run providers check openai --base-url "http://127.0.0.1:$port/$path/v1"
  expect "pie providers check says what is wrong: $path" "$code" err "$word" silent
done
OPENAI_API_KEY=$key run providers check openai --base-url "http://127.0.0.1:$port/badkey/v1" --json
expect "and says it in JSON" 78 quiet
all_outputs
holds "with its code" json "$tmp/out" 'not r["ok"] and r["code"] == "bad_key"'
OPENAI_API_KEY=$key holds "Ctrl-C ends a question that is not answered" "$python" -c '
import signal, subprocess, sys, time
command = [sys.argv[1], "providers", "check", "openai", "--base-url", sys.argv[2]]
asking = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
while "/hang/" not in open("provider.log", encoding="utf-8").read():
    time.sleep(0.01)
asking.send_signal(signal.SIGINT)
assert asking.wait(timeout=10) in (130, -signal.SIGINT)' "$pie" "http://127.0.0.1:$port/hang/v1"
http_proxy="http://127.0.0.1:$port" run providers check compatible --model m --base-url http://pie.invalid/good/v1
expect "curl's proxy variables count" 0 out '^compatible: local-model answers' err 'pie\.invalid is reached over plain http'
holds "and the proxy was asked for the server" grep -qF 'http://pie.invalid/good/v1/chat/completions' provider.log
exec 9>&-
wait "$child"
child=
PIE_TIMEOUTS_CONNECT=1 run providers check compatible --model m --base-url "http://127.0.0.1:$port/v1"
expect "a server that is not there" 69 err "127\.0\.0\.1:$port takes no connection" silent
run providers check compatible --model m --base-url "ftp://127.0.0.1/"
expect "an address that is none" 65 err 'no URL of http' silent
if openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout tls.pem -out cert.pem 2>/dev/null; then
  cat cert.pem >>tls.pem
  "$python" "$here/provider.py" port tls.log tls.pem <stop &
  child=$!
  exec 9>stop
  read -r port <port
  run providers check compatible --model m --base-url "https://127.0.0.1:$port/good/v1"
  expect "a certificate that nobody vouches for" 69 err 'certificate of 127\.0\.0\.1:[0-9]+ is not trusted.*CURL_CA_BUNDLE' silent
  holds "gets no request" test ! -s tls.log
  CURL_CA_BUNDLE=cert.pem run providers check compatible --model m --base-url "https://127.0.0.1:$port/good/v1"
  expect "one that CURL_CA_BUNDLE vouches for" 0 out '^compatible: local-model answers' quiet
  exec 9>&-
  wait "$child"
  child=
elif [[ -n ${CI:-} ]]; then
  not_ok "TLS" "there is no openssl to make a certificate"
else
  skip "TLS" "there is no openssl to make a certificate"
fi
holds "no key is shown anywhere" "$python" -c '
import sys
sys.exit(any(sys.argv[1] in open(path, encoding="utf-8", errors="replace").read() for path in sys.argv[2:]))' "$key" "$tmp/all-errors" "$tmp/all-outputs" provider.log
holds "signatures for AWS are those of botocore" "$python" "$root/Scripts/sigv4-vectors.py" --check
holds "libcurl is loaded when it is needed, not linked" sh -c '! readelf --dynamic "$1" | grep -q "NEEDED.*curl"' - "$pie"

# Deploying, without AWS -------------------------------------------------------------------------------------------------------------
# The rest is deploy.sh's.

mkdir -p clone/terraform/service clone/sub notools
touch clone/Dockerfile
(cd clone/sub && PATH=$tmp/work/notools "$pie" deploy --dry-run) >"$tmp/out" 2>"$tmp/err"
status=$?
expect "pie deploy --dry-run runs nothing and shows all" 0 quiet out '^aws sts get-caller-identity ' out '^docker buildx build ' out '^TF_DATA_DIR=.* apply ' \
  out '--password-stdin .* <<< ••••' out '^aws lambda update-alias '
holds "and leaves nothing" test ! -e clone/.pie
run deploy --dry-run
expect "pie deploy wants a clone" 66 silent err 'no clone of pie is here'
PIE_ACCESS_MODE=none run deploy --dry-run --source clone
expect "an open service is refused" 78 silent err 'PIE_ACCESS_MODE: access.mode none lets anybody use it'
PIE_PROVIDER=mistral run deploy --dry-run --source clone
expect "a provider that may not see notes is refused" 78 silent err 'data_policy no forbids that mistral'
run deploy --to 4
expect "pie deploy --to wants --rollback" 64 silent err '--rollback'
PIE_LAMBDA_MEMORY_MB=512 run deploy --variables "r@sha256:$(printf '%064d' 0)" --revision abc
holds "pie deploy --variables" json "$tmp/out" 'r["memory_mb"] == 512 and r["provider_name"] == "offline" and r["revision"] == "abc"'
for command in "status" "logs" "set-key --list" "deploy --yes --source clone"; do
  # shellcheck disable=SC2086 # words
  PATH=$tmp/work/notools "$pie" $command >"$tmp/out" 2>"$tmp/err"
  status=$?
  expect "pie $command says which tool is missing" 69 silent err 'aws is not on the PATH'
done
run set-key offline
expect "the rules have no key" 64 silent err 'offline has no key'
run set-key openai --list
expect "pie set-key --list takes no provider" 64 silent err '--list takes no provider'
run logs --since yesterday
expect "a duration that is none" 64 silent err 'since'

# Models ------------------------------------------------------------------------------------------------------------------------------------

mkdir "$tmp/models"
while IFS= read -r line; do
  case $line in
    "ok    "*) ok "${line#ok    }" ;;
    "FAIL  "*) not_ok "${line#FAIL  }" ;;
    *) echo "$line" ;;
  esac
done < <("$python" "$here/models.py" "$pie" "$tmp/models" 2>&1 || [[ $? -eq 1 ]] || echo "FAIL  models.py did not run to its end")
# shellcheck disable=SC2016
holds "a model's record satisfies the schema" sh -c 'cd "$1" && "$2" "$3" "$4" record.json' - "$tmp/models" "$python" "$here/validate.py" "$PWD/schema.json"

# Privacy ----------------------------------------------------------------------------------------------------------------------------------

holds "standard error has no word of a note" "$python" -c '
import re, sys
said = open(sys.argv[1], encoding="utf-8", errors="replace").read().lower()
words = {sys.argv[2].lower()}
own = {"trust"}  # a hospital trust in a note; whom to trust in a message
for path in sys.argv[3:]:
    words |= {word.lower() for word in re.findall(r"[A-ZÉÈ]{5,}|[A-Z][a-zé]{7,}", open(path, encoding="utf-8").read())}
found = sorted(word for word in words - own if re.search(rf"\b{re.escape(word)}\b", said))
sys.exit(", ".join(found) or 0)' "$tmp/all-errors" "$canary" "$french" "$english" "$prescription"
holds "nothing was written beside the notes" test "$(find examples -type f | wc -l)" -eq "$(find "$root/Examples" -type f | wc -l)"
holds "nothing was written at home" test -z "$(find "$HOME" "$XDG_CONFIG_HOME" -type f)"

count
