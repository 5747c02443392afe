"""The page in Chromium, as its reader meets it: `pie serve` behind it, and nothing else.

    PIE=.build/release/pie .venv/bin/python Tests/EndToEnd/web/run.py [TestClass[.test_name]…]

Prints what fails. Exit 0: all held; 1: something did not; 77: there is no Chromium here, the reason on standard output (with CI=true that is a failure).
"""

import os
import shutil
import sys
import unittest


def reason_to_skip():
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        return f"{sys.executable} has no {error.name}; `Scripts/setup.sh browser` installs it, and Chromium"
    if not shutil.which("chromium"):
        return "no chromium is installed; `Scripts/setup.sh browser` installs it"
    return None


def main():
    reason = reason_to_skip()
    if reason:
        print(reason)
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, folder)
    loader = unittest.TestLoader()
    names = sys.argv[1:]
    if names:
        modules = [loader.loadTestsFromName(f"{module[:-3]}.{name}") for name in names for module in os.listdir(folder) if module.startswith("test_") and has(folder, module, name)]
        suite = unittest.TestSuite(modules)
    else:
        suite = loader.discover(folder, pattern="test_*.py", top_level_dir=folder)
    result = unittest.TextTestRunner(verbosity=2 if names else 0, stream=sys.stderr if names else None).run(suite)
    if result.wasSuccessful():
        print(f"{result.testsRun} tests")
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)


def has(folder, module, name):
    with open(os.path.join(folder, module), encoding="utf-8") as source:
        return f"class {name.split('.')[0]}(" in source.read()


if __name__ == "__main__":
    main()
