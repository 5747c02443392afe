#!/usr/bin/env python3
"""first_byte.py PIE [RUNS]: how soon after its start `pie` sends the first byte to a provider.

The provider is a socket of this script; the time begins before the process is made and ends when its first byte is here. It is a check of a
provider, which has no note to read: what is measured is start-up, settings, libcurl's loading and the connection.
"""

import os
import socket
import statistics
import subprocess
import sys
import time

LIMIT_MS = 15


def main():
    pie, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "OPENAI_API_KEY": "none"}
    command = [pie, "providers", "check", "openai", "--base-url", url]
    times = []
    for run in range(runs + 5):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        connection, _ = listener.accept()
        connection.recv(1)
        taken = (time.perf_counter() - start) * 1000
        process.kill()
        process.wait()
        connection.close()
        # the first runs warm the page cache
        if run >= 5:
            times.append(taken)
    times.sort()
    median, p95 = statistics.median(times), times[-(-95 * len(times) // 100) - 1]
    print(
        f"first byte sent: median {median:.1f} ms, p95 {p95:.1f} ms of {runs} runs. At most {LIMIT_MS} ms: "
        f"{'met' if median <= LIMIT_MS else 'not met'} (median)."
    )


main()
