#!/usr/bin/env python3
"""What pie's records get right, against what a reader found.

    python3 accuracy.py NOTES RECORDS [--markdown]     python3 accuracy.py --self-test [NOTES]

NOTES holds NAME.txt and NAME.gold.json, RECORDS holds NAME.json as `pie extract --format json` prints it; a missing record counts as an empty one.

- An entry pairs with the gold entry that its evidence overlaps: drugs of the same list and measurements of the same name one to one, the others as often
  as the note says the thing, so that a further mention of a problem counts once.
- Attributes are scored on pairs. A wrong value is both wrong and missed; what both sides leave out counts nothing.
- An entry that gold calls optional counts neither way, paired or not, nor does a drug that the record says was not given.
- Gold leaves a daily dose out where the note does not say how many units, and for uneven intakes and ranges; the record takes one unit, and the sum of
  uneven intakes. Nothing is counted there if the quantities agree. Nor is a quantity of 1 that gold leaves unsaid.
- "started" is "active" for a drug of the stay and for a discharge drug that was not taken before.
- Time is scored on what the patient has or had: neither on what is absent or hypothetical, nor on the family.
"""
import argparse
import copy
import json
import pathlib
import sys

ASSERTION = ("polarity", "certainty", "time", "subject")
CLASSES = {"absent": ("polarity", {"absent"}), "history": ("time", {"history"}), "family": ("subject", {"family"}),
           "possible or hypothetical": ("certainty", {"possible", "hypothetical"})}
ROWS = ["medication, list", "medication tuple", "strength", "quantity", "rate", "daily dose", "status", "problem", *ASSERTION, *CLASSES, "allergy, polarity",
        "measurement", "age", "sex", "reason", "admitted", "discharged", "follow-up (count)", "evidence is exact", "insight has evidence"]
MILLIGRAMS = {"g": 1000, "mg": 1, "µg": 0.001}
UNITS = {"mm/h": "mm"}  # a sedimentation rate: gold leaves the hour out
INTEGRITY = 2  # the last rows, which need no gold
STAY = ("reason", "admitted", "discharged")
LISTS = ("problems", "allergies", "medications", "procedures", "measurements", "follow_up")


class Tally(dict):
    """Right, wrong and missed, a row."""

    def add(self, row, right=0, wrong=0, missed=0):
        self[row] = [a + b for a, b in zip(self.get(row, (0, 0, 0)), (right, wrong, missed))]

    def judge(self, row, gold, said, same=lambda a, b: a == b):
        if gold is not None or said is not None:
            right = gold is not None and said is not None and same(gold, said)
            self.add(row, right, said is not None and not right, gold is not None and not right)

    def scores(self, row):
        right, wrong, missed = self.get(row, (0, 0, 0))
        return tuple(right / n if n else None for n in (right + wrong, right + missed, right + (wrong + missed) / 2))


# Values

def near(a, b):
    return abs(a - b) <= 0.005 * max(abs(a), abs(b))


def same_amount(a, b):
    (x, unit), (y, other) = ((d["value"] * MILLIGRAMS.get(d["unit"], 1), "mg" if d["unit"] in MILLIGRAMS else d["unit"]) for d in (a, b))
    return unit == other and near(x, y)


def same_quantity(a, b):
    return near(a["value"], b["value"]) and a["max"] == b["max"] and (a["unit"] == b["unit"] or None in (a["unit"], b["unit"]))


def rate(frequency):
    """Times a day, however it is put."""
    times, interval = (frequency or {}).get("times_per_day"), (frequency or {}).get("interval_hours")
    return times or (24 / interval if interval else None)


def equal(a, b, same):
    return same(a, b) if a is not None and b is not None else a is b


# Pairs

def golden_spans(entry):
    return [(m["start"], m["start"] + len(m["text"])) for m in [entry, *entry.get("also", [])]]


def said_spans(entry, name):
    """The places of an entry's evidence, narrowed to its name where the evidence has it."""
    for evidence in entry["evidence"]:
        at = evidence["text"].casefold().find(name.casefold()) if name else -1
        yield (evidence["start"] + at, evidence["start"] + at + len(name)) if at >= 0 else (evidence["start"], evidence["end"])


def closeness(gold, spans):
    """The best share of overlap, 0 to 1, of any two places."""
    pairs = ((a, b) for a in golden_spans(gold) for b in spans)
    return max((max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, max(a[1], b[1]) - min(a[0], b[0])) for a, b in pairs), default=0)


def one_to_one(golds, entries, affinity):
    """Pairs (gold, entry), the highest affinity first, and of equals what is not optional; an affinity of 0 is none."""
    ranked = sorted(((affinity(g, e), not g.get("optional"), -i, -j) for i, g in enumerate(golds) for j, e in enumerate(entries)), reverse=True)
    taken_golds, taken_entries = {}, set()
    for score, _, i, j in ranked:
        if score and -i not in taken_golds and -j not in taken_entries:
            taken_golds[-i] = -j
            taken_entries.add(-j)
    return [(golds[i], entries[j]) for i, j in taken_golds.items()]


def by_mention(golds, entries, name):
    """Pairs (gold, entry): each place of an entry with the gold entry that it overlaps most."""
    pairs = {}
    for j, entry in enumerate(entries):
        for span in said_spans(entry, entry[name]):
            best = max(range(len(golds)), key=lambda i: (closeness(golds[i], [span]), not golds[i].get("optional")), default=None)
            if best is not None and closeness(golds[best], [span]):
                pairs[best, j] = (golds[best], entry)
    return list(pairs.values())


def count(golds, entries, pairs):
    """The pairs that count; how many entries are in none; how many gold entries are in none."""
    seen = {id(x) for pair in pairs for x in pair}
    unpaired = sum(id(e) not in seen for e in entries)
    return [p for p in pairs if not p[0].get("optional")], unpaired, sum(id(g) not in seen and not g.get("optional") for g in golds)


# The parts of a record

def same_drug(gold, said):
    return bool(gold["ingredients"]) and sorted(gold["ingredients"]) == sorted(said["ingredients"]) or gold["text"].casefold() == said["name"].casefold()


def score_medications(tally, golds, entries):
    entries = [e for e in entries if e["assertion"]["polarity"] == "present"]
    affinity = lambda g, e: g["list"] == e["list"] and (place := closeness(g, list(said_spans(e, e["name"])))) and place + same_drug(g, e)
    pairs, unpaired, missed = count(golds, entries, one_to_one(golds, entries, affinity))
    before = {i for g in golds if g["list"] == "home" for i in g["ingredients"]}
    tally.add("medication, list", len(pairs), unpaired, missed)
    right = 0
    for gold, said in pairs:
        gold_rate, said_rate = rate(gold), rate(said["frequency"])
        right += same_drug(gold, said) and equal(gold["strength"], said["strength"], same_amount) and equal(gold_rate, said_rate, near)
        tally.judge("strength", gold["strength"], said["strength"], same_amount)
        if gold["quantity"] or (said["quantity"] or {}).get("value") != 1:
            tally.judge("quantity", gold["quantity"], said["quantity"], same_quantity)
        tally.judge("rate", gold_rate, said_rate, near)
        range_read = gold["quantity"] and gold["quantity"]["max"] and equal(gold["quantity"], said["quantity"], same_quantity)
        if gold["daily_dose"] or gold["quantity"] and not range_read:
            tally.judge("daily dose", gold["daily_dose"], said["daily_dose"], same_amount)
        alike = gold["list"] == "inpatient" or gold["list"] == "discharge" and not before & set(gold["ingredients"])
        tally.judge("status", *("active" if alike and s == "started" else s for s in (gold["status"], said["status"])))
    tally.add("medication tuple", right, unpaired + len(pairs) - right, missed + len(pairs) - right)


def score_problems(tally, golds, entries):
    pairs, unpaired, missed = count(golds, entries, by_mention(golds, entries, "name"))
    tally.add("problem", len({id(g) for g, _ in pairs}), unpaired, missed)
    for gold, entry in pairs:
        said = entry["assertion"]
        timed = gold["polarity"] == "present" and gold["certainty"] != "hypothetical" and gold["subject"] == "patient"
        for key in ASSERTION:
            if key != "time" or timed:
                tally.judge(key, gold[key], said[key])
        for row, (key, values) in CLASSES.items():
            if key != "time" or timed:
                expected, given = gold[key] in values, said[key] in values
                tally.add(row, expected and given, given and not expected, expected and not given)


def score_allergies(tally, golds, entries):
    pairs, unpaired, missed = count(golds, entries, by_mention(golds, entries, "substance"))
    tally.add("allergy, polarity", 0, unpaired, missed)
    agree = {id(g): all(e["assertion"]["polarity"] == g["polarity"] for h, e in pairs if h is g) for g, _ in pairs}
    tally.add("allergy, polarity", sum(agree.values()), *[len(agree) - sum(agree.values())] * 2)


def score_measurements(tally, golds, entries):
    same = lambda g, e: near(g["value"], e["value"]) and g["unit"] == UNITS.get(e["unit"], e["unit"])
    affinity = lambda g, e: g["name"] == e["name"] and (place := closeness(g, list(said_spans(e, None)))) and place + near(g["value"], e["value"])
    paired = one_to_one(golds, entries, affinity)
    taken, optional = {id(e) for _, e in paired}, [g for g in golds if g.get("optional")]
    # What stands on an optional result is neutral under any name.
    entries = [e for e in entries if id(e) in taken or not any(closeness(g, said_spans(e, None)) for g in optional)]
    pairs, unpaired, missed = count(golds, entries, paired)
    right = sum(same(*pair) for pair in pairs)
    tally.add("measurement", right, unpaired + len(pairs) - right, missed + len(pairs) - right)


def score_facts(tally, note, gold, record):
    patient, stay = record.get("patient") or {}, record.get("stay") or {}
    tally.judge("age", gold["age"], patient.get("age"), lambda g, a: g["value"] == a["value"] and g["unit"] == a["unit"])
    tally.judge("sex", gold["sex"], (patient.get("sex") or {}).get("value"))
    for key in ("admitted", "discharged"):
        tally.judge(key, gold[key], (stay.get(key) or {}).get("date"))
    starts = [i for i in range(len(note)) if gold["reason"] and note.startswith(gold["reason"], i)]
    overlaps = lambda text, reason: any(e["start"] < i + len(text) and i < e["end"] for e in reason["evidence"] for i in starts)
    tally.judge("reason", gold["reason"], stay.get("reason"), overlaps)
    expected, given = gold["follow_up_count"], len(record.get("follow_up") or [])
    if expected is not None:
        tally.add("follow-up (count)", min(expected, given), max(0, given - expected), max(0, expected - given))


def insights(record):
    facts = [*((record.get("patient") or {}).get(k) for k in ("age", "sex")), *((record.get("stay") or {}).get(k) for k in STAY)]
    functions = [record.get(key) or {} for key in ("renal_function", "hepatic_function")]
    functions = [f for f in functions if any(value is not None for key, value in f.items() if key != "evidence")]
    return [f for f in facts if f] + functions + [i for key in LISTS for i in record.get(key) or []]


def score(tally, note, gold, record):
    score_medications(tally, gold["medications"], record.get("medications") or [])
    score_problems(tally, gold["problems"], record.get("problems") or [])
    score_allergies(tally, gold["allergies"], record.get("allergies") or [])
    score_measurements(tally, gold["measurements"], record.get("measurements") or [])
    score_facts(tally, note, gold, record)
    for insight in insights(record):
        tally.add("insight has evidence", bool(insight["evidence"]), not insight["evidence"])
        for e in insight["evidence"]:
            exact = 0 <= e["start"] < e["end"] <= len(note) and note[e["start"]:e["end"]] == e["text"]
            tally.add("evidence is exact", exact, not exact)


# Files and tables

def read_notes(folder):
    """{name: (note, gold)}: bytes are decoded as they are, so that offsets hold."""
    golds = sorted(pathlib.Path(folder).glob("*.gold.json"))
    names = {p.name.removesuffix(".gold.json"): p for p in golds}
    notes = {n: (p.with_name(f"{n}.txt").read_bytes().decode("utf-8"), json.loads(p.read_text("utf-8"))) for n, p in names.items()}
    return notes or sys.exit(f"accuracy.py: no NAME.gold.json in {folder}")


def table(tally, markdown):
    lines = [("", "precision", "recall", "F1", "right", "wrong", "missed")]
    for row in ROWS:
        scores = ["–" if s is None else f"{s:.3f}" for s in tally.scores(row)]
        right, wrong, missed = map(str, tally.get(row, (0, 0, 0)))
        lines.append((row, scores[0], "–", "–", right, wrong, "–") if row in ROWS[-INTEGRITY:] else (row, *scores, right, wrong, missed))
    if markdown:
        lines.insert(1, ("---", *["---:"] * 6))
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return "\n".join(f"{line[0]:<26}" + "".join(f"{cell:>10}" for cell in line[1:]) for line in lines)


# The self-test

def perfect(note, gold, optional):
    """The record that says what gold says."""
    at = lambda start, text: {"start": start, "end": start + len(text), "text": text, "section": None}
    asserted = lambda g: {"polarity": "present", "certainty": "certain", "time": "current", "subject": "patient"} | {k: g[k] for k in ASSERTION if k in g}
    where = lambda g: {"evidence": [at(m["start"], m["text"]) for m in [g, *g.get("also", [])]], "assertion": asserted(g)}
    lists = {k: [g for g in gold[k] if optional or not g.get("optional")] for k in ("medications", "problems", "allergies", "measurements")}
    fact = lambda key, value: value and {key: value, "evidence": [at(0, note[0])]}
    return {
        "patient": {"age": gold["age"] and {**gold["age"], "evidence": [at(0, note[0])]}, "sex": fact("value", gold["sex"])},
        "stay": {"admitted": fact("date", gold["admitted"]), "discharged": fact("date", gold["discharged"]),
                 "reason": gold["reason"] and {"text": gold["reason"], "evidence": [at(note.index(gold["reason"]), gold["reason"])]}},
        "medications": [{**g, "name": g["text"], "frequency": {k: g[k] for k in ("times_per_day", "interval_hours")}, **where(g)} for g in lists["medications"]],
        "problems": [{"name": g["text"], **where(g)} for g in lists["problems"]],
        "allergies": [{"substance": g["text"], **where(g)} for g in lists["allergies"]],
        "measurements": [{**g, **where(g)} for g in lists["measurements"]],
        "follow_up": [{"text": "", "evidence": [at(0, note[0])]} for _ in range(gold["follow_up_count"] or 0)],
    }


def each(key, change):
    """A damage to every entry of a list."""
    return lambda record: [change(entry) for entry in record[key]]


def amount(key):
    return each("medications", lambda m: m[key] and m[key].update(value=m[key]["value"] * 10))


def asserted(key, names):
    return each("problems", lambda p: p["assertion"].update({key: names[p["assertion"][key] == names[0]]}))


STRAY = {"name": "", "evidence": [{"start": 0, "end": 1, "text": "?", "section": None}], "assertion": dict.fromkeys(ASSERTION, "")}
DAMAGES = [  # what is done, and the rows that must fall: these and no others
    (lambda r: r["medications"].pop(), "medication, list; medication tuple"),
    (each("medications", lambda m: m.update(list="home" if m["list"] == "discharge" else "discharge")),
     "medication, list; medication tuple; strength; quantity; rate; daily dose; status"),
    (each("medications", lambda m: m.update(name="x", ingredients=["x"])), "medication tuple"),
    (amount("strength"), "medication tuple; strength"),
    (amount("quantity"), "quantity"),
    (amount("daily_dose"), "daily dose"),
    (each("medications", lambda m: m.update(frequency=None)), "medication tuple; rate"),
    (each("medications", lambda m: m.update(status="")), "status"),
    (lambda r: r["problems"].pop(0), "problem"),
    (lambda r: r["problems"].append(copy.deepcopy(STRAY)), "problem; evidence is exact"),
    (asserted("polarity", ("present", "absent")), "polarity; absent"),
    (asserted("certainty", ("certain", "possible")), "certainty; possible or hypothetical"),
    (asserted("time", ("current", "history")), "time; history"),
    (asserted("subject", ("patient", "family")), "subject; family"),
    (each("allergies", lambda a: a["assertion"].update(polarity="")), "allergy, polarity"),
    (each("measurements", lambda m: m.update(value=m["value"] + 100)), "measurement"),
    (each("measurements", lambda m: m.update(unit="furlong")), "measurement"),
    (each("measurements", lambda m: m.update(name="x")), "measurement"),
    (lambda r: r["patient"].update(age=None, sex=None), "age; sex"),
    (lambda r: r["stay"].update(reason=None, admitted=None, discharged=None), "reason; admitted; discharged"),
    (lambda r: r["follow_up"].append({**STRAY, "evidence": []}), "follow-up (count); insight has evidence"),
    (lambda r: r.update(procedures=[{"evidence": [{"start": 1, "end": 3, "text": ""}]}]), "evidence is exact"),
]


def self_test(notes):
    def run(damage, optional):
        tally = Tally()
        for note, gold in notes.values():
            record = copy.deepcopy(perfect(note, gold, optional))
            damage(record)
            score(tally, note, gold, record)
        return {row for row in ROWS if tally.scores(row)[2] != 1.0}

    faults = []
    for damage, rows in [(lambda record: None, ""), *DAMAGES]:
        for optional in (False, True):
            expected, fallen = set(filter(None, rows.split("; "))), run(damage, optional)
            if fallen != expected:
                faults.append(f"{rows or 'perfect records'}: should have fallen: {sorted(expected - fallen)}, should not: {sorted(fallen - expected)}")
    print("\n".join(faults) or f"self-test: perfect records score 1, {len(DAMAGES)} damages show in their rows and in no other")
    sys.exit(bool(faults))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="?", default=pathlib.Path(__file__).parent / "notes")
    parser.add_argument("records", nargs="?", type=pathlib.Path)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    notes = read_notes(options.notes)
    if options.self_test:
        self_test(notes)
    if not options.records or not options.records.is_dir():
        parser.error("RECORDS, a folder, is needed")
    tally = Tally()
    for name, (note, gold) in notes.items():
        file = options.records / f"{name}.json"
        if not file.exists():
            print(f"accuracy.py: no {file}: counted as an empty record", file=sys.stderr)
        score(tally, note, gold, json.loads(file.read_text("utf-8")) if file.exists() else {})
    print(table(tally, options.markdown))


if __name__ == "__main__":
    main()
