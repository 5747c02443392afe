#!/usr/bin/env python3
"""report.py CORPUS_JSON MEASURED_DIR RESULTS_MD: the table of what run.sh measured, printed and written with the date, the machine and the versions."""

import datetime
import json
import os
import pathlib
import platform
import statistics
import sys

LANGUAGES = {"fr": "French", "en": "English"}
PEERS = {"edsnlp": "fr", "medspacy": "en"}
NOTE_LIMIT_MS = 20
THROUGHPUT_LIMIT = 10
HEADER = ("tool", "language", "start to first record", "each further note", "MB/s", "peak memory")


def milliseconds(seconds):
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 10 else f"{value:.2f} ms"


def p95(times):
    """The 95th percentile, nearest rank: a time that was measured, none between two."""
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]


def rate(value):
    return f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def machine():
    model = platform.processor() or platform.machine()
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = models[0] if models else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()} {platform.machine()}"


class Measured:
    def __init__(self, folder):
        self.folder = folder

    def json(self, name):
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None

    def text(self, name):
        path = self.folder / name
        return path.read_text().strip() if path.exists() else ""

    def processes(self, name):
        """What hyperfine or timer.py exported."""
        found = self.json(name)
        return found["results"][0] if found else None


def pie_row(measured, corpus, language):
    one, folder = measured.processes(f"pie.one.{language}"), measured.processes(f"pie.folder.{language}")
    wall = statistics.median(folder["times"])
    return (
        "**pie**",
        LANGUAGES[language],
        milliseconds(one["mean"]),
        milliseconds(wall / corpus[language]["notes"]),
        rate(corpus[language]["bytes"] / wall / 1e6),
        f"{max(folder['memory_usage_byte']) / 1e6:.0f} MB",
    )


def peer_row(measured, tool, language):
    one, folder = measured.processes(f"{tool}.one.{language}"), measured.json(f"{tool}.folder.{language}")
    if measured.text(f"{tool}.missing") or not (one and folder):
        return None
    return (
        f"{tool} {folder['versions'][tool]}",
        LANGUAGES[language],
        milliseconds(one["mean"]),
        milliseconds(folder["seconds"] / folder["notes"]),
        rate(folder["bytes"] / folder["seconds"] / 1e6),
        f"{folder['peak_bytes'] / 1e6:.0f} MB",
    )


def table(lines):
    widths = [max(len(cell) for cell in column) for column in zip(*lines)]
    right = [False, False, True, True, True, True]

    def line(cells):
        return "| " + " | ".join(cell.rjust(width) if end else cell.ljust(width) for cell, width, end in zip(cells, widths, right)) + " |"

    rule = "|" + "|".join("-" * (width + 1) + (":" if end else "-") for width, end in zip(widths, right)) + "|"
    return "\n".join([line(lines[0]), rule, *map(line, lines[1:])])


def verdict(met):
    return "met" if met else "**not met**"


def details(measured, corpus):
    startup = measured.processes("pie.startup")
    yield f"- Start-up alone (`pie --version`): mean {milliseconds(startup['mean'])}, p95 {milliseconds(p95(startup['times']))}."
    if measured.text("first_byte"):
        yield f"- From the start to a provider, {measured.text('first_byte')}"
    for language in corpus:
        note, one, folder = corpus[language]["one"], measured.processes(f"pie.one.{language}"), measured.processes(f"pie.folder.{language}")
        name, size, walls = LANGUAGES[language], corpus[language]["bytes"], folder["times"]
        yield (
            f"- One {name} note of {note['words']} words ({note['name']}), whole process: mean {milliseconds(one['mean'])}, "
            f"p95 {milliseconds(p95(one['times']))} of {len(one['times'])} runs. At most {NOTE_LIMIT_MS} ms: {verdict(one['mean'] * 1000 <= NOTE_LIMIT_MS)}."
        )
        yield (
            f"- {corpus[language]['notes']:,} {name} notes ({size / 1e6:.1f} MB, {corpus[language]['distinct']} distinct), whole process: "
            f"{size / max(walls) / 1e6:.1f} to {size / min(walls) / 1e6:.1f} MB/s in {len(walls)} runs. "
            f"At least {THROUGHPUT_LIMIT} MB/s: {verdict(size / statistics.median(walls) / 1e6 >= THROUGHPUT_LIMIT)}."
        )


def peers(measured, corpus):
    for tool, language in PEERS.items():
        if language not in corpus:
            continue
        if reason := measured.text(f"{tool}.missing"):
            yield f"- {tool} is left out: {reason}."
        elif figures := measured.json(f"{tool}.folder.{language}"):
            versions = ", ".join(f"{name} {version}" for name, version in figures["versions"].items())
            yield f"- {tool}: {figures['notes']:,} notes in {figures['seconds']:.0f} s, {figures['entities']} entities in the one note; {versions}."


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    corpus, measured = json.loads(pathlib.Path(sys.argv[1]).read_text()), Measured(pathlib.Path(sys.argv[2]))
    rows = [HEADER]
    for language in corpus:
        rows.append(pie_row(measured, corpus, language))
        rows += [row for tool, spoken in PEERS.items() if spoken == language and (row := peer_row(measured, tool, language))]
    grid = table(rows)

    load = measured.text("load")
    where = f"{machine()}; one core" + (f"; load before the start {load}" if load else "")
    lines = [
        "# What `make bench` measured",
        "",
        f"{datetime.date.today().isoformat()}. {where}. pie {measured.text('pie.version')}.",
        "MB is 10⁶ bytes. [README.md](README.md) says what each column is, and what the peers do and do not do.",
        "",
        grid,
        "",
        *details(measured, corpus),
        *peers(measured, corpus),
    ]
    pathlib.Path(sys.argv[3]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[5:]))


main()
