"""What the tests share: the server, the browser, and what must hold on every page."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

root = Path(__file__).resolve().parents[3]
pie = os.path.realpath(os.environ.get("PIE", root / ".build/release/pie"))
# where no pie.yaml has a say
nowhere = os.path.sep
web = root / "Sources/EmbeddedAssets/web"
token = "a token for the tests alone"

# what waits for a condition gives up after this; nothing waits for time to pass
patience = 15_000
expect.set_options(timeout=patience)


class Server:
    """A `pie serve` on a port of its own."""

    def __init__(self, *arguments, **environment):
        own = {name: value for name, value in os.environ.items() if not name.startswith("PIE_")}
        self.process = subprocess.Popen(
            [pie, "serve", "--port", "0", *arguments], env={**own, **environment}, cwd=nowhere, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.search(r"serving (http://\S+)", line)
            if found:
                self.url = found[1]
                return
        raise AssertionError(f"pie serve did not start: {''.join(said)}")

    def stop(self):
        self.process.terminate()
        self.process.stderr.read()  # the access log
        self.process.stderr.close()
        self.process.wait()


class BrowserTest(unittest.TestCase):
    """A test gets a fresh context of the one browser; it fails on a script's error, a broken policy and a request to anywhere else."""

    arguments = ()
    environment = {}

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.arguments, **cls.environment)
        cls.addClassCleanup(cls.server.stop)
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        # a container has neither a user namespace nor a large /dev/shm
        cls.browser = cls.playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.faults = []

    def open(self, path="/", locale="fr-FR", width=1280, height=800, **options):
        """A page in a context of its own, loaded and ready."""
        context = self.browser.new_context(locale=locale, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(patience)
        self.addCleanup(context.close)
        context.on("request", self.requested)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda message: self.faults.append(f"console: {message.text}") if "policy" in message.text.lower() else None)
        page.goto(self.server.url + path)
        self.ready(page)
        return page

    def requested(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("blob", "data") and f"{parts.scheme}://{parts.netloc}" != self.server.url:
            self.faults.append(f"a request to {request.url}")

    def tearDown(self):
        self.assertEqual(self.faults, [])

    def ready(self, page):
        """Waits until the server has told the page what it offers."""
        if page.locator("body[data-view]").count():
            page.locator("body[data-ready]").wait_for()

    # what a reader does

    def read(self, page, text=None, example=None):
        if example:
            page.click(f'[data-example="{example}"]')
            expect(page.locator("#text")).not_to_have_value("")
        else:
            page.fill("#text", text)
        page.click("#read")
        page.locator("#patient").wait_for()

    def lit(self, page):
        """The words of the note that are lit, adjoining marks joined, in their order."""
        return page.evaluate(
            """() => {
              const spans = [];
              let last = null;
              for (const mark of document.querySelectorAll('#note mark.lit')) {
                if (last && last.nextSibling === mark) spans[spans.length - 1] += mark.textContent;
                else spans.push(mark.textContent);
                last = mark;
              }
              return spans;
            }"""
        )

    # what must hold

    def assert_lit(self, page, words):
        page.locator("#note mark.lit").first.wait_for()
        self.assertEqual(self.lit(page), words)

    def assert_no_sideways_scroll(self, page):
        wide = page.evaluate(
            """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
              [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.outerHTML.slice(0, 90))"""
        )
        self.assertEqual(wide, [])

    def assert_accessible(self, page):
        page.evaluate("() => Promise.all(document.getAnimations().map((animation) => animation.effect.getComputedTiming().iterations === Infinity || animation.finished))")
        found = Axe().run(page).response["violations"]
        grave = [
            f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
            for violation in found
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"][:4]
        ]
        self.assertEqual(grave, [])
