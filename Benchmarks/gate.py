#!/usr/bin/env python3
"""The gate beside LangExtract's aligner, on the same true claims and mutants.

usage: gate.py CLAIMS.jsonl   (CLAIMS.jsonl: what `PIE_MUTANTS=FILE swift test --filter GateRateTests` writes)

LangExtract (PyPI: langextract) is given each claim as a model would give it to it: the quote as the extraction's text, the rest as its
attributes. Its resolver aligns the text with the note; an extraction with an interval of characters counts as accepted, as its own
documentation says of grounded ones. No model is called.
"""
import collections
import json
import pathlib
import sys

from langextract import data, resolver

NOTES = pathlib.Path(__file__).parent / "notes"


def aligned(text, claim):
    """Whether LangExtract grounds every quote of a claim."""
    extractions = [
        data.Extraction(extraction_class=claim["category"], extraction_text=quote, attributes=claim["attributes"]) for quote in claim["quotes"]
    ]
    if not extractions:
        return False
    found = list(resolver.Resolver().align(extractions, text, token_offset=0, char_offset=0))
    return len(found) == len(extractions) and all(e.char_interval is not None and e.char_interval.start_pos is not None for e in found)


def main():
    claims = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    texts = {}
    rows = collections.defaultdict(lambda: [0, 0, 0])
    for claim in claims:
        name = claim["note"]
        if name not in texts:
            texts[name] = (NOTES / f"{name}.txt").read_text(encoding="utf-8")
        row = rows[claim["kind"]]
        row[0] += 1
        row[1] += claim["accepted"]
        row[2] += aligned(texts[name], claim)
    print("| claims | how many | accepted by pie | grounded by LangExtract |")
    print("|---|---|---|---|")
    for kind in ["true"] + sorted(k for k in rows if k != "true"):
        count, ours, theirs = rows[kind]
        print(f"| {kind} | {count:,} | {ours:,} | {theirs:,} |")
    mutants = [rows[k] for k in rows if k != "true"]
    print(f"| **all mutants** | {sum(r[0] for r in mutants):,} | {sum(r[1] for r in mutants):,} | {sum(r[2] for r in mutants):,} |")


if __name__ == "__main__":
    main()
