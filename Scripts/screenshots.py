#!/usr/bin/env python3
"""Makes the README's pictures of the page from what `pie serve` really shows:

    PIE=.build/release/pie .venv-browser/bin/python Scripts/screenshots.py

Needs what `Scripts/setup.sh browser` installs, and of Debian pngquant and fonts-inter (a machine of a clinician has a font of its own).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "Tests/EndToEnd/web"))

from browser import Server, expect, sync_playwright  # noqa: E402

SIZE = {"width": 1360, "height": 1240}
MOST = 200_000  # bytes of a picture

# language, example, the statement that is pointed at
VIEWS = (
    ("fr", "example-discharge.fr.txt", ".part-home tbody tr:nth-child(2)"),
    ("en", "example-clinic.en.txt", ".part-home tbody tr:nth-child(4)"),
)

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>
</fontconfig>
"""


def picture(browser, url, language, example, statement, scheme, output):
    context = browser.new_context(locale=language, viewport=SIZE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/?lang={language}")
    page.locator("body[data-ready]").wait_for()
    page.click(f'[data-example="{example}"]')
    expect(page.locator("#text")).not_to_have_value("")
    page.click("#read")
    page.locator("#patient").wait_for()
    page.hover(statement)
    page.locator("#note mark.lit").first.wait_for()
    page.evaluate("() => scrollTo(0, 0)")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        subprocess.run(["pngquant", "--force", "--strip", "--speed", "1", "--output", output, "128", file.name], check=True)
    context.close()
    size = os.path.getsize(output)
    print(f"{output.relative_to(root)}: {size // 1000} kB")
    if size > MOST:
        sys.exit(f"error: {output.name} has more than {MOST // 1000} kB")


def main():
    for tool in ("chromium", "pngquant"):
        if not shutil.which(tool):
            sys.exit(f"error: no {tool}; type: apt-get install {tool}")
    if "Inter" not in subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout:
        sys.exit("error: the font Inter is missing; type: apt-get install fonts-inter")
    server = Server("--access", "none")
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts, sync_playwright() as playwright:
            fonts.write(FONTS)
            fonts.flush()
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"], env={**os.environ, "FONTCONFIG_FILE": fonts.name}
            )
            for language, example, statement in VIEWS:
                for scheme in ("light", "dark"):
                    picture(browser, server.url, language, example, statement, scheme, root / f"docs/page-{language}-{scheme}.png")
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
