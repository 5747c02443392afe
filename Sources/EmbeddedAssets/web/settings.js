import { byId } from "./dom.js";
import { t, translate, language } from "./language.js";

/// Keeps a choice of language or theme for the next visit; a page without storage forgets it.
function keep(name, value) {
  try {
    localStorage.setItem(`pie.${name}`, value);
  } catch {
    // nothing to keep it in
  }
}

const themes = ["auto", "light", "dark"];

function showTheme() {
  const root = document.documentElement;
  const choice = root.dataset.themeChoice;
  byId("theme-name").textContent = t(`theme.${choice}`);
  byId("theme").setAttribute("aria-label", t("theme.label", { choice: t(`theme.${choice}`) }));
  root.dispatchEvent(new Event("pie-theme"));
}

function showLanguage() {
  translate(document);
  document.title = t("title");
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  }
}

/// Wires the two switches in the header; `changed` runs after the language did.
export function settings(changed = () => {}) {
  showLanguage();
  showTheme();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      document.documentElement.lang = button.dataset.language;
      keep("language", button.dataset.language);
      showLanguage();
      showTheme();
      changed();
    });
  }
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.themeChoice = themes[(themes.indexOf(root.dataset.themeChoice) + 1) % themes.length];
    keep("theme", root.dataset.themeChoice);
    showTheme();
  });
}
