"""Who may come in, and what everybody must be able to use."""

from browser import BrowserTest, expect, token

FRENCH = "example-discharge.fr.txt"


class LoginTests(BrowserTest):
    arguments = ("--access", "token")
    environment = {"PIE_ACCESS_TOKEN": token}

    def test_refused_then_let_in_then_out(self):
        page = self.open()
        self.assertTrue(page.url.endswith("/login"))
        expect(page.locator("h1")).to_have_text("Connexion")
        expect(page.locator("#token")).to_be_focused()
        with page.expect_response(lambda response: response.url.endswith("/login") and response.request.method == "POST") as answer:
            page.fill("#token", "not the token at all")
            page.click("button.primary")
        self.assertEqual(answer.value.status, 401)
        expect(page.locator("#wrong")).to_be_visible()
        expect(page.locator("#token")).to_have_attribute("aria-invalid", "true")
        self.assertEqual(page.context.cookies(), [])

        page.fill("#token", token)
        page.click("button.primary")
        page.locator("body[data-ready]").wait_for()
        cookie = page.context.cookies()[0]
        self.assertEqual((cookie["httpOnly"], cookie["sameSite"]), (True, "Strict"))
        self.read(page, example=FRENCH)

        page.context.clear_cookies()
        page.click("#edit")
        page.click("#read")
        expect(page.locator("#problem-login")).to_be_visible()
        expect(page.locator("#text")).not_to_have_value("")
        page.click("#problem-login")
        page.fill("#token", token)
        page.click("button.primary")
        page.locator("body[data-ready]").wait_for()
        self.read(page, example=FRENCH)
        page.click("#logout button")
        expect(page.locator("#token")).to_be_visible()
        page.go_back()
        self.assertNotIn("VASSEUR", page.content() + str(page.evaluate("() => document.getElementById('text')?.value")))
        page.goto(self.server.url + "/")
        self.assertTrue(page.url.endswith("/login"))

    def test_the_login_page_in_both_languages_and_themes(self):
        page = self.open(locale="en-GB", width=360, height=640)
        expect(page.locator("h1")).to_have_text("Sign in")
        self.assert_no_sideways_scroll(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self.assert_accessible(page)


class AccessibilityTests(BrowserTest):
    def test_every_view_in_both_themes(self):
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                with self.subTest(scheme=scheme, width=width):
                    page = self.open(color_scheme=scheme, width=width, reduced_motion="reduce")
                    self.assert_accessible(page)
                    page.click("#read")
                    page.locator("#problem").wait_for()
                    self.assert_accessible(page)
                    self.read(page, example=FRENCH)
                    self.assert_accessible(page)
                    page.locator(".part-home .insight").first.click()
                    self.assert_accessible(page)

    def test_landmarks_headings_and_names(self):
        page = self.open()
        self.read(page, example=FRENCH)
        self.assertEqual([page.get_by_role(role).count() for role in ("banner", "main", "navigation", "complementary")], [1, 1, 1, 1])
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("table", name="Traitement habituel")).to_be_visible()
        expect(page.get_by_role("button", name="METFORMINE").first).to_be_visible()

    def test_tables_stay_tables_on_a_phone(self):
        page = self.open(width=360, height=640)
        self.read(page, example=FRENCH)
        expect(page.get_by_role("table", name="Traitement habituel").get_by_role("row")).to_have_count(6)

    def test_forced_colors_and_more_contrast(self):
        page = self.open(forced_colors="active", contrast="more")
        self.read(page, example=FRENCH)
        page.locator(".part-allergies .insight").focus()
        style = page.locator("#note mark.lit").first.evaluate("(mark) => getComputedStyle(mark).outlineStyle")
        self.assertEqual(style, "solid")
