#!/usr/bin/env python3
"""Holds records against the schema and against the notes that they speak of:

    validate.py SCHEMA RECORDS [--stdin NOTE]

RECORDS is one JSON document, an array of records, or JSON lines. Each record must satisfy SCHEMA; each piece of its evidence must be that
very slice of the note, in Unicode scalars. A record names its note by the path that pie was given, from the working directory; --stdin
names the note of a record that was read from standard input. Says how much was held against what; exit 1 at the first fault.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Iterator

from jsonschema import Draft202012Validator


def records_of(text: str) -> list[dict]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]
    return document if isinstance(document, list) else [document]


def note_text(data: bytes) -> str:
    """The note as pie reads it: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


def evidence_in(value: object, path: str = "") -> Iterator[tuple[str, dict]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield path, value
        for key, inner in value.items():
            yield from evidence_in(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from evidence_in(inner, f"{path}/{index}")


def faults(record: dict, validator: Draft202012Validator, note: str) -> Iterator[str]:
    for error in validator.iter_errors(record):
        yield f"{error.json_path}: {error.message[:200]}"
    if record["note"]["characters"] != len(note):
        yield f"/note/characters is {record['note']['characters']}; the note has {len(note)}"
    for path, evidence in evidence_in(record):
        if note[evidence["start"] : evidence["end"]] != evidence["text"] or not evidence["text"]:
            yield f"{path}: [{evidence['start']}–{evidence['end']}] is not what the note has there"
    for key in ("problems", "allergies", "medications", "procedures", "measurements", "follow_up"):
        for index, insight in enumerate(record[key]):
            if not insight["evidence"]:
                yield f"/{key}/{index} has no evidence"


def main() -> int:
    parser = argparse.ArgumentParser(description="records held against the schema and their notes")
    parser.add_argument("schema")
    parser.add_argument("records")
    parser.add_argument("--stdin", metavar="NOTE")
    options = parser.parse_args()
    schema = json.loads(Path(options.schema).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    records = records_of(Path(options.records).read_text(encoding="utf-8"))
    pieces = 0
    for record in records:
        source = record["note"]["source"]
        path = options.stdin if source == "stdin" and options.stdin else source
        for fault in faults(record, validator, note_text(Path(path).read_bytes())):
            print(f"{source}: {fault}", file=sys.stderr)
            return 1
        pieces += sum(1 for _ in evidence_in(record))
    print(f"{len(records)} records, {pieces} pieces of evidence")
    return 0 if records else 1


if __name__ == "__main__":
    sys.exit(main())
