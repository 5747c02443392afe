#!/usr/bin/env python3
"""peers.py edsnlp|medspacy: the peers' runner, on one thread, with the vocabulary that pie itself carries.

  peers.py TOOL --note FILE                    one note, its record on standard output (run.sh times the whole process)
  peers.py TOOL --folder DIR --seconds S       as many of the folder's notes as fit into S seconds, after the pipeline is built and warm;
           --note FILE --export FILE           the figures as JSON

A record here is the list of the entities found, each with its place, its label and its qualifiers: what the peer says of the note, no more.
"""

import os

# Before the imports: one thread, and no log. PyRuSH 1.0.13 logs every token at DEBUG through loguru, which would multiply its time.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["LOGURU_LEVEL"] = "ERROR"

import argparse
import importlib.metadata
import json
import logging
import pathlib
import platform
import resource
import sys
import time

TABLES = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "EmbeddedAssets" / "tables"
WARM_UP = 5


def rows(table):
    """The rows of one of pie's tables, as dictionaries."""
    lines = [line for line in (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells))))


def phrases(cell):
    """The phrases of a cell; `=` before one asks for its exact case, which a peer's matcher cannot do for one term alone."""
    return [phrase.removeprefix("=").strip() for phrase in cell.split("|") if len(phrase.removeprefix("=").strip()) > 2]


def problems(language):
    """concept → phrases, from the disorders and the symptoms."""
    found = {}
    for table in ("disorders", "symptoms"):
        for row in rows(table):
            if terms := phrases(row[language]):
                found.setdefault(row["concept"], []).extend(terms)
    return found


def place(entity):
    """Where an entity stands and what it is called: the same in both, as both are spaCy's."""
    return {"start": entity.start_char, "end": entity.end_char, "text": entity.text, "label": entity.label_}


class EDSNLP:
    """French: the rule-based pipeline of edsnlp's documentation, with its own drug lexicon (eds.drugs)."""

    packages = ("edsnlp", "spacy")

    def __init__(self):
        logging.disable(logging.CRITICAL)
        import edsnlp
        import edsnlp.pipes as eds

        nlp = edsnlp.blank("eds")
        nlp.add_pipe(eds.normalizer())
        nlp.add_pipe(eds.sentences())
        nlp.add_pipe(eds.sections())
        nlp.add_pipe(eds.matcher(terms=problems("fr"), attr="NORM"))
        nlp.add_pipe(eds.drugs())
        nlp.add_pipe(eds.negation())
        nlp.add_pipe(eds.hypothesis())
        nlp.add_pipe(eds.history())
        nlp.add_pipe(eds.family())
        self.nlp = nlp

    def record(self, doc):
        return [
            {
                **place(entity),
                "code": entity.kb_id_,
                "negated": entity._.negation,
                "hypothesis": entity._.hypothesis,
                "history": entity._.history,
                "family": entity._.family,
            }
            for entity in doc.ents
        ]


class MedSpaCy:
    """English: medspacy.load(), which is PyRuSH, the target matcher and ConText; drugs by ingredient, from pie's table, as it has no lexicon."""

    packages = ("medspacy", "PyRuSH", "spacy")

    def __init__(self):
        logging.disable(logging.CRITICAL)
        import medspacy
        from medspacy.ner import TargetRule

        nlp = medspacy.load()
        rules = [TargetRule(term, "PROBLEM", metadata={"concept": concept}) for concept, terms in problems("en").items() for term in terms]
        rules += [TargetRule(row["ingredient"], "DRUG", metadata={"concept": row["atc"]}) for row in rows("ingredients")]
        nlp.get_pipe("medspacy_target_matcher").add(rules)
        self.nlp = nlp

    def record(self, doc):
        return [
            {
                **place(entity),
                "code": entity._.target_rule.metadata["concept"],
                "negated": entity._.is_negated,
                "hypothesis": entity._.is_hypothetical or entity._.is_uncertain,
                "history": entity._.is_historical,
                "family": entity._.is_family,
            }
            for entity in doc.ents
        ]


TOOLS = {"edsnlp": EDSNLP, "medspacy": MedSpaCy}


def measure(tool, folder, note, seconds):
    """The figures of a pipeline that is built: one note until it is warm, then the folder for so many seconds."""
    text = note.read_text(encoding="utf-8")
    for _ in range(WARM_UP):
        entities = tool.record(tool.nlp(text))

    size = count = 0
    start = time.perf_counter()
    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        json.dumps(tool.record(tool.nlp(data.decode())), ensure_ascii=False)
        size += len(data)
        count += 1
        if time.perf_counter() - start > seconds:
            break
    elapsed = time.perf_counter() - start

    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "versions": {name: importlib.metadata.version(name) for name in tool.packages} | {"python": platform.python_version()},
        "entities": len(entities),
        "notes": count,
        "bytes": size,
        "seconds": elapsed,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("--note", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--export", type=pathlib.Path)
    options = parser.parse_args()

    tool = TOOLS[options.tool]()
    if options.folder is None:
        print(json.dumps(tool.record(tool.nlp(options.note.read_text(encoding="utf-8"))), ensure_ascii=False))
        return
    text = json.dumps(measure(tool, options.folder, options.note, options.seconds), indent=1)
    if options.export:
        options.export.write_text(text)
    else:
        print(text)


main()
