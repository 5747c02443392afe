/// An element, its attributes and its children. Text only ever enters the page as a text node.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/// What only a screen reader meets.
export const unseen = (text) => h("span", { class: "unseen" }, text);

/// A mark that only the eye meets.
export const glyph = (text, kind = "") => h("span", { class: `glyph ${kind}`.trim(), "aria-hidden": "true" }, text);

export const byId = (id) => document.getElementById(id);

/// How the reader wants things to move.
export const scrolling = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");
