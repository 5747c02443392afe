// Before the first paint: the language and the theme, from the address, the last choice, then the browser. Nothing of a patient is kept.
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(`pie.${name}`);
    } catch {
      return null; // storage may be forbidden
    }
  };
  const asked = new URLSearchParams(location.search).get("lang");
  const languages = [asked, kept("language"), ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
  root.lang = languages.find((tag) => tag === "fr" || tag === "en") ?? "en";

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const choice = kept("theme");
  root.dataset.themeChoice = choice === "light" || choice === "dark" ? choice : "auto";
  const show = () => {
    const chosen = root.dataset.themeChoice;
    root.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  };
  dark.addEventListener("change", show);
  root.addEventListener("pie-theme", show);
  show();
})();
