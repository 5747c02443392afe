"""Every word of the page stands in both languages. No browser is needed for it."""

import json
import re
import unittest
from collections import Counter

from browser import root, web

FRENCH, ENGLISH = "fr", "en"
ROW = re.compile(r'^  ("(?:[^"\\]|\\.)+"): ("(?:[^"\\]|\\.)*"),$')


def words(language):
    """The table of a language; a line of it that is no row is a fault."""
    lines = (web / f"words-{language}.js").read_text(encoding="utf-8").splitlines()
    start = lines.index("export default {")
    rows = []
    for line in lines[start + 1 : lines.index("};")]:
        if line:
            row = ROW.match(line)
            assert row, line
            rows.append((json.loads(row[1]), json.loads(row[2])))
    return rows


class WordsTests(unittest.TestCase):
    def setUp(self):
        self.french, self.english = dict(words(FRENCH)), dict(words(ENGLISH))
        self.scripts = {path.name: path.read_text(encoding="utf-8") for path in web.glob("*.js") if not path.name.startswith("words-")}
        self.pages = {path.name: path.read_text(encoding="utf-8") for path in web.glob("*.html")}

    def test_every_key_stands_once_in_both_languages(self):
        for language in (FRENCH, ENGLISH):
            self.assertEqual([key for key, count in Counter(key for key, _ in words(language)).items() if count > 1], [])
        self.assertEqual(set(self.french) ^ set(self.english), set())

    def test_no_words_are_empty_and_places_for_values_agree(self):
        for key in self.french:
            self.assertTrue(self.french[key].strip() and self.english[key].strip(), key)
            places = [sorted(re.findall(r"\{(\w+)\}", table[key])) for table in (self.french, self.english)]
            self.assertEqual(*places, key)

    def test_what_is_counted_has_one_and_many(self):
        for key in self.french:
            stem, _, number = key.rpartition(".")
            if number in ("one", "many") and not stem.startswith("often"):
                self.assertIn(f"{stem}.{'many' if number == 'one' else 'one'}", self.french)

    def test_what_the_html_asks_for_is_there(self):
        asked = {key for html in self.pages.values() for key in re.findall(r'data-words(?:-\w+)?="([^"]+)"', html)}
        self.assertGreater(len(asked), 30)
        self.assertEqual(asked - set(self.french), set())

    def test_what_the_scripts_ask_for_is_there(self):
        asked = {key for script in self.scripts.values() for key in re.findall(r'\bt\("([^"]+)"', script)}
        self.assertGreater(len(asked), 40)
        missing = {key for key in asked if key not in self.french and f"{key}.one" not in self.french}
        self.assertEqual(missing, set())

    def test_what_the_program_may_say_has_words(self):
        sources = {}
        for name in ("ClinicalRecord/PatientRecord", "ClinicalRecord/Medication", "LanguageModels/ProviderName", "Rendering/DoseForm"):
            sources[name] = (root / f"Sources/{name}.swift").read_text(encoding="utf-8")
        record, medication, provider, form = sources.values()
        warnings = re.findall(r'case \w+ = "(\w+)"', re.search(r"enum Code: String.*?\n  }", record, re.DOTALL)[0])
        statuses = re.search(r"enum Status: String[^{]*{\s*case ([\w, ]+)\s", medication)[1].split(", ")
        providers = re.search(r"case ([\w, ]+)\n", provider)[1].split(", ")
        forms, routes = re.findall(r'"(\w+)": CountedPhrase', form), re.findall(r'"(\w+)": Phrase\(', form)
        for values, least in ((warnings, 8), (statuses, 6), (providers, 4), (forms, 20), (routes, 10)):
            self.assertGreaterEqual(len(values), least)
        wanted = [f"warning.{value}" for value in warnings] + [f"status.{value}" for value in statuses] + [f"engine.{value}" for value in providers]
        wanted += [f"form.{value}.many" for value in forms] + [f"route.{value}" for value in routes]
        self.assertEqual([key for key in wanted if key not in self.french], [])

    def test_no_words_are_left_over(self):
        text = "\n".join([*self.scripts.values(), *self.pages.values()])
        # a key that is put together: everything before its first `${`
        stems = {stem for stem in re.findall(r"`([\w.]+\.)\$\{", text)} | {f"{prefix}." for prefix in re.findall(r'named\("([\w.]+)"', text)}
        for key in self.french:
            plain = re.sub(r"\.(one|many)$", "", key)
            used = f'"{key}"' in text or f'"{plain}"' in text or any(key.startswith(stem) for stem in stems)
            self.assertTrue(used, key)

    def test_no_words_for_people_hide_in_the_scripts(self):
        for name, script in self.scripts.items():
            code = re.sub(r"//.*|new Error\(.*", "", script)
            sentences = [text for text in re.findall(r'"([^"\n]*)"', code) if re.search(r"[A-Za-zÀ-ÿ]{3,} [a-zà-ÿ]{2,} ", text)]
            self.assertEqual([text for text in sentences if "[" not in text and ";" not in text], [], name)

    def test_every_file_is_embedded(self):
        listed = re.findall(r'FILE_OF\(\w+, "([^"]+)"\)', (web.parent / "WebAssets.c").read_text(encoding="utf-8"))
        self.assertEqual(sorted(name for name in listed if not name.startswith("example-")), sorted(path.name for path in web.iterdir()))
        asked = {name for text in [*self.pages.values(), *self.scripts.values()] for found in re.findall(r'(?:/assets/|from "\./)([\w.-]+)"|data-example="([^"]+)"', text) for name in found if name}
        self.assertEqual(asked - set(listed), set())

    def test_html_has_no_inline_script_or_style(self):
        for name, html in self.pages.items():
            self.assertNotRegex(html, r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", name)
            self.assertEqual([address for address in re.findall(r'(?:src|href|action)="([^"]+)"', html) if not address.startswith(("/", "#"))], [], name)

    def test_scripts_put_text_into_the_page_as_text_alone(self):
        for name, script in self.scripts.items():
            self.assertNotRegex(script, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc", name)
