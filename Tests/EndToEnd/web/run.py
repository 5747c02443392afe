"""Runs the tests of this folder, or those that are named; Tests/EndToEnd/page.sh calls it.

    PIE=.build/release/pie .venv-browser/bin/python Tests/EndToEnd/web/run.py [test_record.RecordTests.test_a_long_note…]

Prints what fails, else how many there were.
"""

import io
import sys
import unittest
from pathlib import Path

folder = str(Path(__file__).resolve().parent)
sys.path.insert(0, folder)
names = sys.argv[1:]
loader = unittest.TestLoader()
suite = loader.loadTestsFromNames(names) if names else loader.discover(folder, pattern="test_*.py", top_level_dir=folder)
said = io.StringIO()
result = unittest.TextTestRunner(sys.stderr if names else said, verbosity=2 if names else 1).run(suite)
print(f"{result.testsRun} tests" if result.wasSuccessful() else said.getvalue())
sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
