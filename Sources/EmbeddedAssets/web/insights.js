import { h } from "./dom.js";
import { quoted, t } from "./language.js";

/// Every statement on the page with its category and the places in the note that prove it. A statement's number is its index.
export class Insights {
  all = [];

  /// A button that stands for a statement: focus and click show its evidence.
  button(category, evidence, ...content) {
    const id = this.all.push({ category, evidence }) - 1;
    const proof = evidence.map(({ text }) => quoted(text)).join(", ");
    return h(
      "button",
      { type: "button", class: `insight of-${category}`, "data-insight": id, "aria-description": proof ? t("proof", { quotes: proof }) : null },
      ...content,
    );
  }

  /// Marks a larger element, a table's row say, as standing for the button's statement too.
  static spread(button, element) {
    element.dataset.insight = button.dataset.insight;
    return element;
  }
}
