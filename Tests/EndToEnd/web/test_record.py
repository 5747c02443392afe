"""A note read: what the record says, and how it is tied to the note's words."""

import json

from browser import BrowserTest, expect, root

FRENCH, ENGLISH, PRESCRIPTION = "example-discharge.fr.txt", "example-clinic.en.txt", "example-prescription.fr.txt"


class RecordTests(BrowserTest):
    def test_the_french_report(self):
        page = self.open()
        self.read(page, example=FRENCH)
        expect(page.locator("#patient")).to_have_text("Femme, 82 ans")
        expect(page.locator(".reason")).to_contain_text("dyspnée d'aggravation progressive")
        expect(page.locator(".part-allergies.is-alarm")).to_contain_text("pénicilline")
        groups = {name: page.locator(f".part-problems .is-{name}") for name in ("disorder", "history", "absent", "family")}
        expect(groups["disorder"]).to_contain_text("Décompensation cardiaque")
        expect(groups["history"]).to_contain_text("HTA")
        expect(groups["absent"]).to_contain_text("Embolie pulmonaire")
        expect(groups["family"]).to_contain_text("cancer du sein")
        expect(page.locator(".organ").first).to_contain_text("Stade G3b")
        expect(page.locator(".organ").first).to_contain_text("118 µmol/L")
        rows = page.locator(".part-home tbody tr")
        self.assertEqual(
            [text.split() for text in rows.nth(1).locator("> *").all_inner_texts()][:4],
            [["METFORMINE"], ["1000", "mg"], "1 cp matin, midi et soir 3000 mg/j".split(), ["✗arrêté"]],
        )
        expect(page.locator(".part-discharge tbody tr")).to_have_count(6)
        expect(page.locator(".part-results")).to_contain_text("152/86")
        expect(page.locator(".part-followup")).to_contain_text("02/04/2025")
        expect(page.locator("#record .engine")).to_contain_text("76 exactes")

    def test_the_english_letter(self):
        page = self.open(locale="en-GB")
        self.read(page, example=ENGLISH)
        expect(page.locator("#patient")).to_have_text("Man, 67 years")
        expect(page.locator(".part-home tbody tr").first).to_contain_text("once a day")
        expect(page.locator(".is-possible")).to_contain_text("lung nodule")
        expect(page.locator(".part-home .reference a").first).to_contain_text("DailyMed")

    def test_every_statement_has_its_words_in_the_note(self):
        page = self.open()
        for example, name in ((FRENCH, "discharge-report.fr.txt"), (ENGLISH, "clinic-letter.en.txt"), (PRESCRIPTION, "prescription.fr.txt")):
            self.read(page, example=example)
            unproven = page.evaluate(
                """() => {
                  const proven = new Set([...document.querySelectorAll('#note mark')].flatMap((mark) => mark.dataset.ids.split(' ')));
                  return [...document.querySelectorAll('#record [data-insight]')].filter((element) => !proven.has(element.dataset.insight)).map((element) => element.textContent);
                }"""
            )
            self.assertEqual(unproven, [])
            self.assertGreater(page.locator("#note mark").count(), 5)
            self.assertEqual(page.locator("#note").evaluate("(note) => note.textContent"), (root / "Examples" / name).read_text(encoding="utf-8"))
            page.click("#new-case")

    def test_pointing_at_a_statement_shows_its_words(self):
        page = self.open()
        self.read(page, example=FRENCH)
        page.hover(".part-home tbody tr:nth-child(2)")
        self.assert_lit(page, ["METFORMINE 1000 mg : 1 cp matin, midi et soir", "metformine est arrêtée"])
        expect(page.locator("#note mark.lit").first).to_be_in_viewport()
        page.hover(".part-allergies .insight")
        self.assert_lit(page, ["pénicilline (urticaire géante"])
        page.mouse.move(2, 2)
        expect(page.locator("#note mark.lit")).to_have_count(0)

    def test_focusing_a_statement_shows_its_words_and_tells_them(self):
        page = self.open()
        self.read(page, example=FRENCH)
        consultation = page.locator(".part-followup .insight", has_text="cardiologie")
        consultation.focus()
        self.assert_lit(page, ["Consultation de cardiologie le 02/04/2025 avec le Dr Morel"])
        expect(page.locator("#note mark.lit").first).to_be_in_viewport()
        self.assertIn("Consultation de cardiologie le 02/04/2025", consultation.get_attribute("aria-description"))

    def test_clicking_a_word_shows_its_statement(self):
        page = self.open()
        self.read(page, example=FRENCH)
        page.locator("#note mark", has_text="UVEDOSE").click()
        focused = page.locator(":focus")
        expect(focused).to_have_text("UVEDOSE")
        expect(focused).to_be_in_viewport()
        expect(page.locator(".part-discharge tbody tr.lit")).to_have_count(1)

    def test_words_of_several_statements_lead_to_each_in_turn(self):
        page = self.open()
        self.read(page, example=FRENCH)
        shared = page.locator('#note mark[data-ids*=" "]').first
        count = len(shared.get_attribute("data-ids").split(" "))
        reached = []
        for _ in range(count):
            shared.click()
            reached.append(page.locator(":focus").get_attribute("data-insight"))
        self.assertEqual(sorted(reached), sorted(shared.get_attribute("data-ids").split(" ")))

    def test_the_note_by_keyboard(self):
        page = self.open()
        self.read(page, example=FRENCH)
        stops = page.locator('#note mark[tabindex="0"]')
        expect(stops).to_have_count(1)
        stops.focus()
        expect(page.locator(":focus")).to_have_text("Patiente")
        page.keyboard.press("ArrowRight")
        expect(page.locator(":focus")).to_have_text("du 03/03/2025 au 11/03/2025")
        page.keyboard.press("End")
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_text("Femme")

    def test_the_reading_by_keyboard_alone(self):
        page = self.open()
        page.locator("#text").focus()
        page.keyboard.insert_text("Patient de 40 ans. Asthme.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#patient")).to_be_focused()
        expect(page.locator("#live")).to_contain_text("énoncés trouvés")

    def test_offsets_count_scalars(self):
        page = self.open()
        # marks, family emoji and letters beyond UTF-16's first plane stand before the words
        note = "👩🏽‍⚕️ 𝒞ompte rendu 🩺 e\u0301te\u0301 œdème\n🔥 Patiente de 81 ans. Antécédents : HTA 💊, diabète.\nTraitement : 🧪 LASILIX 40 mg 1 cp le matin."
        self.read(page, note)
        page.locator(".part-patient .insight", has_text="81").focus()
        self.assert_lit(page, ["81 ans"])
        page.locator(".part-problems .insight", has_text="HTA").focus()
        self.assert_lit(page, ["HTA"])
        page.locator("#record .insight", has_text="LASILIX").focus()
        self.assertIn("LASILIX 40 mg", self.lit(page)[0])
        self.assertEqual(page.locator("#note").evaluate("(note) => note.textContent"), note)

    def test_a_note_is_never_markup(self):
        page = self.open()
        attack = '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"><b>gras</b> &amp; '
        note = f"{attack}Allergies : pénicilline {attack}.\nTraitement : LASILIX{attack} 40 mg 1 cp le matin.\nHTA"
        self.read(page, note)
        self.assertEqual(page.locator("#note").evaluate("(note) => note.textContent"), note)
        self.assertEqual(page.locator("#result :is(script, img, b)").count(), 0)
        self.assertIsNone(page.evaluate("() => window.pwned ?? null"))

    def test_a_records_words_are_never_markup(self):
        page = self.open()
        record = self.read_record(page)
        evil = "<img src=x onerror=window.pwned=1>"
        record["problems"][0]["name"] = record["allergies"][0]["substance"] = record["medications"][0]["name"] = record["follow_up"][0]["text"] = evil
        record["medications"][0]["status"] = record["engine"]["name"] = evil
        record["warnings"] = [{"code": evil, "message": evil}]
        page.route("**/api/extract", lambda route: route.fulfill(json=record))
        self.read_again(page)
        self.assertEqual(page.locator("#result img").count(), 0)
        self.assertIsNone(page.evaluate("() => window.pwned ?? null"))

    def test_evidence_that_is_not_the_notes_own_is_not_shown_as_if_it_were(self):
        page = self.open()
        record = self.read_record(page)
        record["allergies"][0]["evidence"][0]["start"] += 3
        page.route("**/api/extract", lambda route: route.fulfill(json=record))
        self.read_again(page)
        page.locator(".part-allergies .insight").focus()
        self.assertEqual(self.lit(page), [])

    def test_rejected_claims_are_listed_as_such(self):
        page = self.open()
        record = self.read_record(page)
        record["engine"]["grounding"]["rejected"] = 2
        record["warnings"] = [
            {"code": "value_not_in_source", "message": "a medication was rejected: its strength is not in its evidence (2 times)"},
            {"code": "language_uncertain", "message": "the language is uncertain"},
        ]
        page.route("**/api/extract", lambda route: route.fulfill(json=record))
        self.read_again(page)
        warnings = page.locator(".part-warnings")
        expect(warnings.locator("h3")).to_have_text("2 énoncés rejetés")
        expect(warnings.locator(".refused")).to_have_count(1)
        expect(warnings.locator(".notice")).to_have_count(1)

    def test_a_link_to_a_drugs_sheet_is_only_a_link(self):
        page = self.open()
        self.read(page, example=FRENCH)
        link = page.locator(".part-home .reference a").nth(1)
        self.assertEqual(link.get_attribute("href"), "https://www.vidal.fr/recherche.html?query=METFORMINE")
        self.assertEqual(set(link.get_attribute("rel").split()), {"noopener", "noreferrer"})
        link.hover()
        link.focus()
        page.click('[data-language="en"]')
        self.assertIn("dailymed.nlm.nih.gov", page.locator(".part-home .reference a").nth(1).get_attribute("href"))
        self.assertTrue(page.locator(".part-home .reference a").nth(1).get_attribute("href").endswith("=metformin"))

    def test_a_note_with_nothing_in_it(self):
        page = self.open(locale="en-GB")
        self.read(page, "Nothing here to see.")
        expect(page.locator("#patient")).to_have_text("Patient: age and sex not given")
        expect(page.locator(".part-allergies")).to_contain_text("says nothing")
        expect(page.locator(".part-warnings")).to_contain_text("Nothing was found")
        expect(page.locator(".drugs")).to_have_count(0)

    def test_a_long_note(self):
        page = self.open()
        text = (root / "Examples/discharge-report.fr.txt").read_text(encoding="utf-8") * 80
        page.evaluate(
            """(text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData('text/plain', text);
              document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )
        page.click("#read")
        page.locator("#patient").wait_for()
        self.assertEqual(page.locator("#note").evaluate("(note) => note.textContent.length"), len(text))

    # MARK: what the tests need

    def read_record(self, page):
        """The French report, read, and its record as the server gave it."""
        self.read(page, example=FRENCH)
        with page.expect_download() as download:
            page.click('[data-export="json"]')
        with open(download.value.path(), encoding="utf-8") as file:
            return json.load(file)

    def read_again(self, page):
        page.click("#edit")
        page.click("#read")
        page.locator("#patient").wait_for()
