#!/usr/bin/env python3
"""timer.py --runs N [--warmup N] [--export-json FILE] -- COMMAND…: wall-clock and peak memory of whole processes.

Writes what `hyperfine --export-json` writes (results[0].times in seconds, memory_usage_byte), so that report.py reads either. Standard output
goes to /dev/null. Peak memory is the kernel's ru_maxrss of that one child; it is never below this script's own, about 12 MB.
"""

import argparse
import json
import os
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--runs", type=int, default=10)
parser.add_argument("--warmup", type=int, default=0)
parser.add_argument("--export-json")
parser.add_argument("command", nargs="+")
options = parser.parse_args()

unit = 1 if sys.platform == "darwin" else 1024
null = os.open(os.devnull, os.O_RDWR)
errors = os.open(os.devnull, os.O_WRONLY) if os.environ.get("TIMER_QUIET") else 2
redirect = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]

times, memory = [], []
for run in range(options.warmup + options.runs):
    start = time.perf_counter()
    child = os.posix_spawnp(options.command[0], options.command, os.environ, file_actions=redirect)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - start
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"timer.py: {options.command[0]} ended with {code}")
    if run >= options.warmup:
        times.append(elapsed)
        memory.append(usage.ru_maxrss * unit)

result = {"command": " ".join(options.command), "mean": sum(times) / len(times), "times": times, "memory_usage_byte": memory}
if options.export_json:
    with open(options.export_json, "w", encoding="utf-8") as file:
        json.dump({"results": [result]}, file)
else:
    print(f"{result['mean'] * 1000:.1f} ms mean of {len(times)}, {max(memory) / 1e6:.0f} MB")
