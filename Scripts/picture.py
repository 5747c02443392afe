#!/usr/bin/env python3
"""Terminal text with its colours, from standard input, as an SVG picture of a terminal window.

    pie extract letter.txt --color always | Scripts/picture.py --title 'pie extract letter.txt' --output docs/report.svg

Understands the SGR codes for bold, dim, italic, underline and the 16, 256 and 24-bit foreground colours; other escape sequences are
dropped. Each run has its own x and textLength, so columns stand one under the other whatever font the reader has.
"""

import argparse
import re
import sys
import unicodedata
from html import escape
from typing import Iterator, NamedTuple

CELL = 8.4  # width of a column in px, at FONT_SIZE
LINE = 19.0
FONT_SIZE = 14
PADDING = 18
BAR = 36
FONTS = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
BACKGROUND, TITLE_BAR, FOREGROUND, TITLE = "#161b22", "#21262d", "#d9dee5", "#8b949e"
# the 16 colours, chosen for 4.5:1 and more on the background
PALETTE = [
    "#6e7681", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#d9dee5",
    "#8b949e", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#8ae9ef", "#ffffff",
]


class Style(NamedTuple):
    color: str = ""
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False

    def attributes(self) -> str:
        names = [name for name in ("bold", "dim", "italic", "underline") if getattr(self, name)]
        classes = f' class="{" ".join(names)}"' if names else ""
        return classes + (f' fill="{self.color}"' if self.color else "")


class Run(NamedTuple):
    column: int
    width: int
    text: str
    style: Style


def color_256(number: int) -> str:
    """A colour of the 256: 16 named, a 6×6×6 cube, 24 greys."""
    if number < 16:
        return PALETTE[number]
    if number < 232:
        number -= 16
        levels = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (levels[number // 36], levels[number // 6 % 6], levels[number % 6])
    return "#" + "%02x" % (8 + (number - 232) * 10) * 3


def styled(style: Style, parameters: str) -> Style:
    """The style after the SGR sequence with these parameters."""
    codes = [int(code) if code.isdigit() else 0 for code in re.split("[;:]", parameters or "0")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = Style()
        elif code in (1, 2, 3, 4):
            style = style._replace(**{("bold", "dim", "italic", "underline")[code - 1]: True})
        elif code == 22:
            style = style._replace(bold=False, dim=False)
        elif code == 23:
            style = style._replace(italic=False)
        elif code == 24:
            style = style._replace(underline=False)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = style._replace(color=PALETTE[code - 30 if code < 90 else code - 82])
        elif code == 39:
            style = style._replace(color="")
        elif code in (38, 48) and codes:
            kind = codes.pop(0)
            if kind == 5 and codes:
                number = min(codes.pop(0), 255)
                color = color_256(number)
            elif kind == 2 and len(codes) >= 3:
                color = "#%02x%02x%02x" % tuple(min(value, 255) for value in codes[:3])
                codes = codes[3:]
            else:
                break
            if code == 38:
                style = style._replace(color=color)
    return style


def width_of(character: str) -> int:
    """The columns that a terminal gives to a character."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


SEQUENCE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def lines_of(text: str, columns: int) -> Iterator[list[Run]]:
    """The lines of a terminal `columns` wide, each as runs of one style."""
    style = Style()
    for line in text.expandtabs(8).split("\n"):
        runs: list[Run] = []
        column = 0
        position = 0
        while position < len(line):
            sequence = SEQUENCE.match(line, position)
            if sequence:
                if sequence.group(1) is not None:
                    style = styled(style, sequence.group(1))
                position = sequence.end()
                continue
            character = line[position]
            position += 1
            width = width_of(character)
            if column + width > columns:
                yield runs
                runs, column = [], 0
            if runs and runs[-1].style == style and width <= 1 and runs[-1].width == len(runs[-1].text):
                last = runs[-1]
                runs[-1] = last._replace(width=last.width + width, text=last.text + character)
            elif width == 0 and runs:
                runs[-1] = runs[-1]._replace(text=runs[-1].text + character)
            else:
                runs.append(Run(column, width, character, style))
            column += width
        yield runs


def spans(run: Run) -> Iterator[Run]:
    """The run's words: gaps of two spaces and more are left out, so that no renderer can squeeze them."""
    for word in re.finditer(r"\S+(?: \S+)*", run.text):
        before = sum(map(width_of, run.text[: word.start()]))
        yield Run(run.column + before, sum(map(width_of, word.group())), word.group(), run.style)


def picture(text: str, title: str, columns: int) -> str:
    """The whole SVG document."""
    lines = list(lines_of(text.rstrip("\n"), columns))
    width = round(columns * CELL + 2 * PADDING)
    height = round(BAR + len(lines) * LINE + 2 * PADDING)
    label = escape(title or "terminal", quote=True)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">',
        "<style>",
        f"text {{ font-family: {FONTS}; font-size: {FONT_SIZE}px; fill: {FOREGROUND}; white-space: pre; }}",
        "tspan.bold { font-weight: 700; } tspan.dim { fill-opacity: 0.62; }",
        "tspan.italic { font-style: italic; } tspan.underline { text-decoration: underline; }",
        "</style>",
        f'<rect width="{width}" height="{height}" rx="10" fill="{BACKGROUND}"/>',
        f'<path d="M0 {BAR}V10A10 10 0 0 1 10 0H{width - 10}A10 10 0 0 1 {width} 10V{BAR}Z" fill="{TITLE_BAR}"/>',
    ]
    for index, color in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        out.append(f'<circle cx="{PADDING + 4 + index * 20}" cy="{BAR / 2:g}" r="6" fill="{color}"/>')
    if title:
        out.append(f'<text x="{width / 2:g}" y="{BAR / 2 + 5:g}" text-anchor="middle" style="fill: {TITLE}">{escape(title)}</text>')
    for row, line in enumerate(lines):
        y = BAR + PADDING + row * LINE + FONT_SIZE - 1
        words = "".join(
            f'<tspan x="{PADDING + word.column * CELL:.1f}" textLength="{word.width * CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
            f"{word.style.attributes()}>{escape(word.text, quote=False)}</tspan>"
            for run in line
            for word in spans(run)
        )
        if words:
            out.append(f'<text y="{y:g}" xml:space="preserve">{words}</text>')
    return "\n".join(out + ["</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description="terminal text from standard input as an SVG picture of a terminal window")
    parser.add_argument("--title", default="", help="text of the title bar")
    parser.add_argument("--columns", type=int, default=100, help="width of the terminal (100)")
    parser.add_argument("--output", default="-", help="SVG file; - for standard output")
    options = parser.parse_args()
    if options.columns < 1:
        parser.error("--columns must be 1 or more")
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace").replace("\r\n", "\n")
    svg = picture(text, options.title, options.columns).encode("utf-8")
    if options.output == "-":
        sys.stdout.buffer.write(svg)
    else:
        with open(options.output, "wb") as file:
            file.write(svg)


if __name__ == "__main__":
    main()
