#!/usr/bin/env python3
"""load.py PIE [--streamlit PYTHON]: pie serve under load, beside Streamlit.

Starts `pie serve`, then sends 2,000 notes of about 500 words over 64 connections, each of which asks again as soon as it has its answer, and prints
requests a second, percentiles, errors and memory before and after; three rounds, so that memory that grows would show. With --streamlit, a Python that
has Streamlit: the same client asks a Streamlit application that does nothing for its page, which is one small file, as often.

The client is this one process on the same machine: what it costs is in the figures. Linux alone.
"""

import argparse
import os
import re
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--requests", type=int, default=2000)
parser.add_argument("--connections", type=int, default=64)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--streamlit", metavar="PYTHON")
parser.add_argument("pie")
options = parser.parse_args()
notes = Path(__file__).resolve().parent / "notes"


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1000


def load(port, requests, count, connections):
    """Sends `requests` in turn, `count` in all; the seconds that each took, how many were no 200, and the seconds of all."""
    selector = selectors.DefaultSelector()
    sent = failed = 0
    times = []

    class Connection:
        def __init__(self):
            self.socket = socket.create_connection(("127.0.0.1", port))
            self.socket.setblocking(False)
            selector.register(self.socket, selectors.EVENT_READ, self)

        def ask(self):
            nonlocal sent
            self.buffer, self.end, self.start = b"", None, time.perf_counter()
            request = requests[sent % len(requests)]
            sent += 1
            # a request is smaller than a socket's buffer
            if self.socket.send(request) != len(request):
                sys.exit("load.py: a request did not go out at once")

        def read(self):
            """Whether the answer is whole."""
            nonlocal failed
            piece = self.socket.recv(1 << 20)
            if not piece:
                sys.exit("load.py: a connection was closed")
            self.buffer += piece
            if self.end is None:
                head = self.buffer.find(b"\r\n\r\n")
                if head < 0:
                    return False
                length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", self.buffer[:head])
                self.end = head + 4 + int(length[1])
            if len(self.buffer) < self.end:
                return False
            times.append(time.perf_counter() - self.start)
            failed += not self.buffer.startswith(b"HTTP/1.1 200")
            return True

    open_connections = [Connection() for _ in range(connections)]
    start = time.perf_counter()
    for connection in open_connections:
        connection.ask()
    while len(times) < count:
        for key, _ in selector.select():
            if key.data.read():
                if sent < count:
                    key.data.ask()
                else:
                    selector.unregister(key.fileobj)
    elapsed = time.perf_counter() - start
    for connection in open_connections:
        connection.socket.close()
    return times, failed, elapsed


def report(name, port, pid, requests):
    for number in range(options.rounds):
        before = resident(pid)
        times, failed, elapsed = load(port, requests, options.requests, options.connections)
        cuts = statistics.quantiles((t * 1000 for t in times), n=100)
        print(
            f"{name}, round {number + 1}: {len(times)} answers over {options.connections} connections, {failed} errors, {len(times) / elapsed:.0f} a second, "
            f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, slowest {max(times) * 1000:.1f} ms; "
            f"memory {before:.0f} MB before, {resident(pid):.0f} MB after", flush=True)


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def wait_for(port, path, process):
    """Seconds until something answers with 200."""
    start = time.perf_counter()
    while time.perf_counter() - start < 60:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                if connection.recv(64).startswith(b"HTTP/1.1 200"):
                    return time.perf_counter() - start
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.001)
    sys.exit("load.py: the server does not come up")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


bodies = [path.read_bytes() for path in sorted(notes.glob("*.txt"))]
print(f"{len(bodies)} notes of {statistics.mean(len(body.split()) for body in bodies):.0f} words on average; {os.cpu_count()} cores; load before {os.getloadavg()[0]:.2f}")

quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
port = free_port()
process = subprocess.Popen([options.pie, "serve", "--port", str(port)], **quiet)
print(f"pie: ready after {wait_for(port, '/healthz', process) * 1000:.0f} ms")
head = "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n"
report("pie, extractions", port, process.pid, [head.format(port, len(body)).encode() + body for body in bodies])
report("pie, its page", port, process.pid, [f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()])
stop(process)

if options.streamlit:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "nothing.py").write_text("import streamlit\n")
        port = free_port()
        process = subprocess.Popen(
            [os.path.abspath(options.streamlit), "-m", "streamlit", "run", "nothing.py", "--server.port", str(port), "--server.address", "127.0.0.1",
             "--server.headless", "true", "--browser.gatherUsageStats", "false"], cwd=folder, **quiet)
        print(f"Streamlit: ready after {wait_for(port, '/_stcore/health', process) * 1000:.0f} ms")
        report("Streamlit, its page", port, process.pid, [f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()])
        stop(process)
