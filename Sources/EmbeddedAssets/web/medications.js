import { glyph, h, unseen } from "./dom.js";
import { amount, language, named, t } from "./language.js";
import { Insights } from "./insights.js";
import { dailyDose, posology } from "./posology.js";

const marks = { active: "·", stopped: "✗", held: "‖", started: "+", changed: "~", planned: "›" };

/// One list of drugs: name and ingredient, strength, posology, status, a link to the drug's sheet.
export function medicationTable(medications, insights, labelId) {
  const columns = ["drug", "strength", "posology", "status", "reference"].map((name) => {
    const words = t(`column.${name}`);
    return h("th", { scope: "col", role: "columnheader", class: name }, name === "reference" ? unseen(words) : words);
  });
  // the roles are said: a table that is laid out otherwise on a narrow screen would lose them
  return h(
    "table",
    { class: "drugs", role: "table", "aria-labelledby": labelId },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns)),
    h("tbody", { role: "rowgroup" }, medications.map((medication) => row(medication, insights))),
  );
}

function row(medication, insights) {
  const { name, ingredients, status, assertion } = medication;
  const button = insights.button("medication", medication.evidence, name);
  const cell = (kind, ...content) => h("td", { class: kind, role: "cell" }, ...content);
  const daily = dailyDose(medication);
  return Insights.spread(
    button,
    h(
      "tr",
      { role: "row", class: `is-${status}` },
      h(
        "th",
        { scope: "row", role: "rowheader" },
        button,
        ingredients.length && !saysAll(name, ingredients) ? h("span", { class: "aside" }, ingredients.join(" + ")) : null,
        assertion.subject === "patient" ? null : h("span", { class: "aside" }, t(`subject.${assertion.subject}`)),
      ),
      cell("strength", medication.strength ? amount(medication.strength) : ""),
      cell("posology", posology(medication), daily ? h("span", { class: "aside" }, daily) : null),
      cell("status", h("span", { class: "status" }, glyph(marks[status] ?? ""), named("status", status))),
      cell("reference", sheetLink(medication)),
    ),
  );
}

// DailyMed knows drugs by their American names.
const american = { paracetamol: "acetaminophen", salbutamol: "albuterol", adrenaline: "epinephrine", noradrenaline: "norepinephrine" };

/// A plain link to the drug in Vidal or DailyMed. Nothing is asked of them before it is clicked, and then only for the drug's name.
function sheetLink({ name, ingredients }) {
  const isFrench = language() === "fr";
  const site = isFrench ? "Vidal" : "DailyMed";
  const drug = isFrench ? name : ingredients.map((ingredient) => american[ingredient] ?? ingredient).join(" ") || name;
  const address = isFrench ? "https://www.vidal.fr/recherche.html?query=" : "https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=";
  return h(
    "a",
    { href: address + encodeURIComponent(drug), target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    site, glyph("↗"), unseen(t("reference.of", { drug: name })),
  );
}

const letters = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/// Whether a drug's name already says what is in it: `Furosémide LP` does of furosemide, `LASILIX` does not. Names in the two languages
/// differ by their ends (amoxicilline, amoxicillin).
function saysAll(name, ingredients) {
  const words = letters(name);
  return ingredients.flatMap(letters).every((part) =>
    words.some((word) => {
      let common = 0;
      while (common < part.length && word[common] === part[common]) common += 1;
      return common >= Math.min(part.length, Math.max(4, part.length - 3));
    }),
  );
}
