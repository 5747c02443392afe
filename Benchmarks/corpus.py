#!/usr/bin/env python3
"""corpus.py NOTES OUT COPIES: makes the notes that run.sh times, OUT/fr/*.txt and OUT/en/*.txt, COPIES of each language there is.

A copy is one of the notes with a file number of its own at its end and its years moved, so that no two are the same text. The note nearest
to 500 words is copied as it is to OUT/one.LANGUAGE.txt. OUT/corpus.json says how many there are and how large.
"""

import json
import pathlib
import re
import sys

YEAR = re.compile(r"\b20[012]\d\b")
WORDS = {
    "fr": {"le", "la", "les", "des", "du", "et", "une", "un", "pour", "avec", "sans", "dans", "par", "au", "est"},
    "en": {"the", "of", "and", "with", "for", "was", "is", "no", "to", "on", "at", "he", "she", "has", "had"},
}
WANTED = 500


def language(path, text):
    """What the note's NAME.gold.json says; without one, the language whose small words are the more frequent."""
    gold = path.with_suffix(".gold.json")
    if gold.exists():
        said = json.loads(gold.read_text(encoding="utf-8")).get("language")
        if said in WORDS:
            return said
    words = re.findall(r"\w+", text.lower())
    return max(WORDS, key=lambda code: sum(word in WORDS[code] for word in words))


def copy(text, number):
    shift = number % 7
    text = YEAR.sub(lambda year: str(int(year.group()) - shift), text)
    return f"{text.rstrip()}\n\nRef. B{number:06d}\n"


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source, out, copies = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    notes = {code: [] for code in WORDS}
    for path in sorted(source.rglob("*.txt")):
        text = path.read_text(encoding="utf-8-sig")
        notes[language(path, text)].append((path.name, text))
    if not any(notes.values()):
        sys.exit(f"corpus.py: no .txt note in {source}")

    summary = {}
    for code, found in notes.items():
        if not found:
            continue
        folder = out / code
        folder.mkdir(parents=True)
        size = 0
        for number in range(copies):
            data = copy(found[number % len(found)][1], number).encode()
            (folder / f"{number:06d}.txt").write_bytes(data)
            size += len(data)
        name, one = min(found, key=lambda note: abs(len(note[1].split()) - WANTED))
        (out / f"one.{code}.txt").write_text(one, encoding="utf-8")
        summary[code] = {
            "distinct": min(len(found), copies),
            "notes": copies,
            "bytes": size,
            "one": {"name": name, "words": len(one.split()), "bytes": len(one.encode())},
        }
    (out / "corpus.json").write_text(json.dumps(summary, indent=1))
    print(" ".join(summary))


main()
