"""The page around the record: languages, themes, files, exports, trouble, a new case, small screens."""

import json

from browser import BrowserTest, expect, root

FRENCH = "example-discharge.fr.txt"


class LanguageTests(BrowserTest):
    def test_the_browsers_language_counts(self):
        expect(self.open(locale="fr-CA").locator("h1").first).to_have_text("Que dit ce compte rendu\u00a0?")
        expect(self.open(locale="en-US").locator("h1").first).to_have_text("What does this note say?")
        expect(self.open(locale="de-DE").locator("h1").first).to_have_text("What does this note say?")
        expect(self.open("/?lang=fr", locale="en-US").locator("h1").first).to_have_text("Que dit ce compte rendu\u00a0?")

    def test_the_switch_changes_all_words_and_is_remembered_without_the_note(self):
        page = self.open()
        self.read(page, example=FRENCH)
        page.click('[data-language="en"]')
        self.assertEqual(page.locator("html").get_attribute("lang"), "en")
        expect(page.locator("#patient")).to_have_text("Woman, 82 years")
        expect(page.locator(".part-home tbody tr").nth(1)).to_contain_text("1 tablet morning, noon and evening")
        expect(page.locator(".part-home tbody tr").nth(1)).to_contain_text("stopped")
        expect(page.locator('[data-language="en"]')).to_have_attribute("aria-pressed", "true")
        self.assertEqual(page.evaluate("() => ({ ...localStorage })"), {"pie.language": "en"})
        page.reload()
        self.ready(page)
        expect(page.locator("h1").first).to_have_text("What does this note say?")
        expect(page.locator("#text")).to_have_value("")


class ThemeTests(BrowserTest):
    def background(self, page):
        return page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")

    def test_the_systems_theme_counts_until_another_is_chosen(self):
        page = self.open(color_scheme="light")
        light = self.background(page)
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        dark = self.background(page)
        self.assertNotEqual(light, dark)
        page.click("#theme")
        self.assertEqual(self.background(page), light)
        page.click("#theme")
        page.emulate_media(color_scheme="light")
        self.assertEqual(self.background(page), dark)
        page.reload()
        self.assertEqual(self.background(page), dark)
        self.assertEqual(page.evaluate("() => ({ ...localStorage })"), {"pie.theme": "dark"})

    def test_no_motion_where_none_is_wanted(self):
        page = self.open(reduced_motion="reduce")
        self.read(page, example=FRENCH)
        moving = page.evaluate("() => [...document.querySelectorAll('*')].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0.01).length")
        self.assertEqual(moving, 0)

    def test_on_paper_stand_the_record_and_the_note(self):
        page = self.open(color_scheme="dark")
        self.read(page, example=FRENCH)
        page.emulate_media(media="print")
        expect(page.locator(".part-home")).to_be_visible()
        expect(page.locator("#note")).to_be_visible()
        for hidden in ("nav", ".tools", ".part-home .reference >> nth=1"):
            expect(page.locator(hidden).first).to_be_hidden()
        self.assertEqual(self.background(page), "rgb(255, 255, 255)")


class CaseTests(BrowserTest):
    def test_a_new_case_clears_all(self):
        page = self.open()
        self.read(page, example=FRENCH)
        page.click("#new-case")
        expect(page.locator("#text")).to_be_focused()
        expect(page.locator("#text")).to_have_value("")
        held = page.evaluate(
            "() => document.documentElement.outerHTML + JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.cookie])"
        )
        for word in ("VASSEUR", "METFORMINE", "pénicilline", "1942"):
            self.assertNotIn(word, held)
        expect(page.locator("#new-case")).to_be_hidden()
        expect(page.locator("#back")).to_be_hidden()
        expect(page.locator("#live")).to_have_text("Tout est effacé.")

    def test_the_text_is_never_in_a_store_or_an_address(self):
        page = self.open()
        self.read(page, example=FRENCH)
        held = page.evaluate(
            """async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state,
              await caches.keys(), (await indexedDB.databases()).length])"""
        )
        self.assertEqual(json.loads(held), [{}, {}, "", self.server.url + "/", None, [], 0])

    def test_there_and_back_between_text_and_record(self):
        page = self.open()
        self.read(page, example=FRENCH)
        page.click("#edit")
        expect(page.locator("#text")).to_be_focused()
        page.click("#back")
        expect(page.locator("#patient")).to_be_focused()
        page.click("#edit")
        page.locator("#text").press_sequentially("x")
        expect(page.locator("#back")).to_be_hidden()


class FileTests(BrowserTest):
    def choose(self, page, content):
        page.set_input_files("#file", {"name": "note.txt", "mimeType": "text/plain", "buffer": content})

    def test_encodings(self):
        page = self.open()
        text = "Patiente de 81 ans. Créatinine 118 µmol/L."
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "windows-1252"):
            page.fill("#text", "")
            self.choose(page, text.encode(encoding))
            expect(page.locator("#text")).to_have_value(text)

    def test_what_is_no_text_is_refused_with_what_to_do(self):
        page = self.open()
        for content in (b"%PDF-1.7 \xff\xfe", b"PK\x03\x04\x00\x00", bytes(range(256))):
            self.choose(page, content)
            expect(page.locator("#problem-help")).to_contain_text("n’est pas du texte")
            expect(page.locator("#problem")).to_be_focused()
            self.choose(page, b"HTA")
            expect(page.locator("#problem")).to_be_hidden()
        self.choose(page, b" \n")
        expect(page.locator("#problem-help")).to_contain_text("pas de texte à lire")
        self.choose(page, b"a" * 3_000_000)
        expect(page.locator("#problem-help")).to_contain_text("trop long")

    def test_a_file_is_dropped(self):
        page = self.open()
        page.evaluate(
            """() => {
              const files = new DataTransfer();
              files.items.add(new File(['Asthme, déposé.'], 'note.txt', { type: 'text/plain' }));
              document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
            }"""
        )
        expect(page.locator("#text")).to_have_value("Asthme, déposé.")


class ExportTests(BrowserTest):
    def saved(self, page, format):
        with page.expect_download() as download:
            page.click(f'[data-export="{format}"]')
        with open(download.value.path(), encoding="utf-8", newline="") as file:
            return download.value.suggested_filename, file.read()

    def test_json(self):
        page = self.open()
        self.read(page, example=FRENCH)
        name, text = self.saved(page, "json")
        record = json.loads(text)
        self.assertEqual((name, record["format"]), ("pie-record.json", "pie.record/1"))
        note = (root / "Examples/discharge-report.fr.txt").read_text(encoding="utf-8")
        for evidence in (evidence for problem in record["problems"] for evidence in problem["evidence"]):
            self.assertEqual(note[evidence["start"] : evidence["end"]], evidence["text"])

    def test_what_the_server_offers_is_offered_and_works(self):
        page = self.open()
        api = page.evaluate("() => fetch('/api/openapi.json').then((answer) => answer.json())")
        parameters = api["paths"].get("/api/export", {}).get("post", {}).get("parameters", [])
        formats = next((parameter["schema"]["enum"] for parameter in parameters if parameter["name"] == "format"), [])
        self.read(page, example=FRENCH)
        for format, name in (("csv", "pie-record.csv"), ("fhir", "pie-record.fhir.json")):
            button = page.locator(f'[data-export="{format}"]')
            if format not in formats:
                expect(button).to_be_hidden()
                continue
            found, text = self.saved(page, format)
            self.assertEqual(found, name)
            self.assertIn("METFORMIN", text.upper())
            if format == "fhir":
                self.assertEqual(json.loads(text)["resourceType"], "Bundle")

    def test_no_button_without_the_servers_offer(self):
        page = self.open(service_workers="block")
        page.route("**/api/openapi.json", lambda route: route.fulfill(json={"paths": {}}))
        page.reload()
        self.ready(page)
        self.read(page, example=FRENCH)
        expect(page.locator('[data-export="json"]')).to_be_visible()
        expect(page.locator('[data-export="csv"]')).to_be_hidden()
        expect(page.locator('[data-export="fhir"]')).to_be_hidden()


class TroubleTests(BrowserTest):
    def test_no_text(self):
        page = self.open()
        page.click("#read")
        expect(page.locator("#problem")).to_be_focused()
        expect(page.locator("#problem-help")).to_contain_text("pas de texte à lire")
        page.click('[data-language="en"]')
        expect(page.locator("#problem-help")).to_contain_text("There is no text to read")

    def test_what_the_server_says_is_put_into_words(self):
        page = self.open()
        page.fill("#text", "HTA")
        for status, code, words in (
            (429, "busy", "occupé"), (503, "", "occupé"), (413, "too_large", "trop long"), (401, "unauthorized", "reconnectez-vous"),
            (502, "provider_failed", "moteur choisi"), (504, "timed_out", "à temps"), (500, "internal", "erreur"), (418, "teapot", "refusé"),
        ):
            problem = {"type": "about:blank", "title": "t", "status": status, "code": code, "detail": "the server's own words"}
            page.route("**/api/extract", lambda route: route.fulfill(status=status, json=problem, headers={"Retry-After": "7"}))
            page.click("#read")
            expect(page.locator("#problem-help")).to_contain_text(words)
            expect(page.locator("#problem-help")).to_contain_text("7 s")
            expect(page.locator("#problem-detail")).to_have_text("the server's own words")
            expect(page.locator("#text")).to_have_value("HTA")
            page.unroute("**/api/extract")
        page.route("**/api/extract", lambda route: route.abort())
        page.click("#read")
        expect(page.locator("#problem-help")).to_contain_text("ne répond pas")
        page.unroute("**/api/extract")
        page.click("#problem-retry")
        page.locator("#patient").wait_for()
        expect(page.locator("#problem")).to_be_hidden()

    def test_a_session_that_has_ended_keeps_the_text(self):
        page = self.open()
        page.fill("#text", "HTA")
        page.route("**/api/extract", lambda route: route.fulfill(status=401, json={"code": "unauthorized"}))
        page.click("#read")
        expect(page.locator("#problem-login")).to_have_attribute("href", "/login")
        expect(page.locator("#text")).to_have_value("HTA")


class EngineTests(BrowserTest):
    """An engine that takes its time; the answers are made here, since no provider may be asked."""

    def with_provider(self):
        page = self.open()
        offer = {
            "default": "offline", "access": "none",
            "providers": [
                {"name": "offline", "model": None, "local": True, "available": True, "reason": None},
                {"name": "mistral", "model": "large", "local": False, "available": True, "reason": None},
                {"name": "openai", "model": "x", "local": False, "available": False, "reason": "no key"},
            ],
        }
        page.route("**/api/providers", lambda route: route.fulfill(json=offer))
        page.reload()
        self.ready(page)
        return page

    def stream(self, *events):
        return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)

    def answer(self, page, body):
        page.route("**/api/extract", lambda route: route.fulfill(content_type="text/event-stream", body=body))

    def test_only_engines_that_can_work_are_offered_and_the_reader_is_told_where_the_text_goes(self):
        page = self.with_provider()
        self.assertEqual(page.locator("#engine option").all_inner_texts(), ["Hors ligne (règles)", "Mistral AI · large"])
        expect(page.locator("#compose-privacy")).to_contain_text("sur ce serveur")
        page.select_option("#engine", "mistral")
        expect(page.locator("#compose-privacy")).to_contain_text("envoyé à Mistral AI · large")

    def test_progress_and_cancel(self):
        page = self.with_provider()
        waiting = []
        page.route("**/api/extract", lambda route: waiting.append(route))  # answered never
        page.fill("#text", "HTA")
        page.select_option("#engine", "mistral")
        page.click("#read")
        expect(page.locator("#progress-title")).to_be_focused()
        expect(page.locator("#progress-state")).to_contain_text("Mistral")
        with page.expect_event("requestfailed"):
            page.click("#cancel")
        self.assertEqual(json.loads(waiting[0].request.post_data), {"text": "HTA", "provider": "mistral"})
        expect(page.locator("#text")).to_be_focused()
        expect(page.locator("#text")).to_have_value("HTA")
        expect(page.locator("#live")).to_contain_text("annulée")

    def test_a_stream_ends_in_its_record(self):
        page = self.with_provider()
        self.read(page, "HTA")
        record = page.evaluate(
            """() => fetch('/api/extract', { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
              body: JSON.stringify({ text: 'HTA', provider: 'offline' }) }).then((answer) => answer.json())"""
        )
        record["engine"]["name"] = "mistral"
        body = self.stream(("progress", {"stage": "model"}), ("insight", {"category": "problem"}), ("rejected", {"category": "age"}), ("record", record))
        self.answer(page, body.replace("\n", "\r\n"))
        page.click("#edit")
        page.click("#read")
        expect(page.locator("#record .engine")).to_contain_text("Mistral")
        expect(page.locator(".part-warnings h3")).to_have_text("1 énoncé rejeté")

    def test_a_stream_that_fails_or_breaks_off(self):
        page = self.with_provider()
        page.fill("#text", "HTA")
        page.select_option("#engine", "mistral")
        self.answer(page, self.stream(("insight", {}), ("error", {"status": 502, "code": "provider_failed", "detail": "mistral: no quota left"})))
        page.click("#read")
        expect(page.locator("#problem-help")).to_contain_text("moteur choisi")
        expect(page.locator("#problem-detail")).to_have_text("mistral: no quota left")
        page.unroute("**/api/extract")
        self.answer(page, self.stream(("insight", {})))
        page.click("#problem-retry")
        expect(page.locator("#problem-help")).to_contain_text("interrompue")
        page.unroute("**/api/extract")
        page.click("#problem-offline")
        page.locator("#patient").wait_for()
        expect(page.locator("#record .engine")).to_contain_text("Hors ligne")


class SmallScreenTests(BrowserTest):
    def test_nothing_scrolls_sideways(self):
        word = "Mucopolysaccharidose" * 12
        for width in (360, 320):
            page = self.open(width=width, height=640)
            self.assert_no_sideways_scroll(page)
            self.read(page, example=FRENCH)
            self.assert_no_sideways_scroll(page)
            page.click("#new-case")
            self.read(page, f"Allergies : {word}\n{word}\nTraitement : LASILIX 40 mg {word}\nMotif : {word}")
            self.assert_no_sideways_scroll(page)
            page.route("**/api/extract", lambda route: route.fulfill(status=500, json={"code": "internal", "detail": word}))
            page.click("#edit")
            page.click("#read")
            page.locator("#problem").wait_for()
            self.assert_no_sideways_scroll(page)

    def test_the_note_is_a_sheet_that_a_statement_opens(self):
        page = self.open(width=360, height=640, has_touch=True)
        self.read(page, example=FRENCH)
        expect(page.locator("#note")).to_be_hidden()
        page.locator(".part-home .insight").nth(1).tap()
        expect(page.locator("#note-toggle")).to_have_attribute("aria-expanded", "true")
        self.assert_lit(page, ["METFORMINE 1000 mg : 1 cp matin, midi et soir", "metformine est arrêtée"])
        expect(page.locator("#note mark.lit").first).to_be_in_viewport()
        page.tap("#note-toggle")
        expect(page.locator("#note")).to_be_hidden()
