#!/usr/bin/env python3
"""Runs a command on a terminal of its own, types a line when it asks, and prints all that the terminal showed.

    type-key.py TEXT COMMAND…

Exits as the command does.
"""
import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown, typed = b"", False
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    if not typed and shown.rstrip().endswith(b":"):
        typed = True
        os.write(terminal, sys.argv[1].encode() + b"\n")
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
