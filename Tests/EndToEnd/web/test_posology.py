"""How a drug is taken, in words: the page's and those of the text report are made by two programs, and must be the same."""

import json
import os
import subprocess

from browser import BrowserTest, nowhere, pie, root


class PosologyTests(BrowserTest):
    def test_the_pages_words_are_the_reports(self):
        count = 0
        notes = sorted([*(root / "Examples").glob("*.txt"), *(root / "Benchmarks/notes").glob("*.txt")])
        for note in notes:
            record = json.loads(self.extract(note, "json"))
            medications = [medication for medication in record["medications"] if medication["list"] != "mentioned"]
            report = self.extract(note, "text", COLUMNS="120").split()
            page = self.open(f"/?lang={record['note']['language']}")
            said = page.evaluate(
                """async (medications) => {
                  const { posology, dailyDose } = await import('/assets/posology.js');
                  return medications.map((medication) => [posology(medication), dailyDose(medication)]);
                }""",
                medications,
            )
            for medication, cells in zip(medications, said, strict=True):
                count += 1
                for words in cells:
                    self.assertTrue(self.stand(words.split(), medication["name"].split(), report), f"{note.name}: {medication['name']}: {words}")
        self.assertGreater(count, 250)

    def stand(self, words, name, report):
        """Whether the words follow the drug's name in the report, in their order; a cell of its table may be folded among others."""
        starts = [index for index in range(len(report)) if report[index : index + 1] == name[:1]]
        return any(self.follow(words, report[start : start + 60]) for start in starts)

    def follow(self, words, row):
        rest = iter(row)
        return all(word in rest for word in words)

    def extract(self, note, format, **environment):
        environment = {**{name: value for name, value in os.environ.items() if not name.startswith("PIE_")}, **environment}
        return subprocess.run([pie, "extract", note, "--format", format], env=environment, cwd=nowhere, capture_output=True, text=True, check=True).stdout
