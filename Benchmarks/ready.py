#!/usr/bin/env python3
"""ready.py [--runs N] PIE: how long `pie serve` takes from its start to its first answer on /healthz, and how much memory it holds then.

What Lambda waits for when it starts an instance, the machine and the image left out. Memory is the resident set one second after the answer, with the
tables loaded; half of it and more is the program file itself, which the kernel may drop. Linux alone.
"""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--runs", type=int, default=20)
parser.add_argument("pie")
options = parser.parse_args()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def resident(pid, kind="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(kind + ":"))


times, memory, private = [], [], []
for _ in range(options.runs):
    port = free_port()
    start = time.perf_counter()
    server = subprocess.Popen([options.pie, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not answers(port):
        if server.poll() is not None or time.perf_counter() - start > 10:
            sys.exit("ready.py: pie serve does not come up")
        time.sleep(0.0005)
    times.append((time.perf_counter() - start) * 1000)
    time.sleep(1)
    memory.append(resident(server.pid) / 1e6)
    private.append(resident(server.pid, "RssAnon") / 1e6)
    server.send_signal(signal.SIGTERM)
    if server.wait() != 0:
        sys.exit("ready.py: SIGTERM did not end pie serve in peace")

print(f"ready after {statistics.median(times):.0f} ms (median of {options.runs}; the slowest {max(times):.0f} ms; aim: 150)")
print(f"resident when idle {statistics.median(memory):.0f} MB, {statistics.median(private):.0f} of them the process's own (aim: 40)")
print(f"the program {os.path.getsize(options.pie) / 1e6:.1f} MB")
