import { strings } from "./strings.js";

/// The language of the page: "fr" or "en".
export const language = () => document.documentElement.lang;

/// The page's words for `key`; `{name}` stands for a value. A key with `.one` and `.many` is chosen by `count`.
export function t(key, values = {}) {
  const words = strings[language()];
  let text = words[key];
  if (text === undefined && values.count !== undefined) text = words[`${key}.${isMany(values.count) ? "many" : "one"}`];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
}

/// The page's words for `prefix.value`, or the value itself where it is none of those known.
export function named(prefix, value) {
  return strings[language()][`${prefix}.${value}`] ?? value;
}

/// French has its plural from 2 on, English from anything above 1.
export const isMany = (count) => (language() === "fr" ? count >= 2 : count > 1 || count === 0);

/// `1,5` or `1.5`; thousands apart from 10 000 on.
export function number(value) {
  return new Intl.NumberFormat(language() === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 6, useGrouping: "min2" }).format(value);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day of ISO 8601, however much of it is known: `12/03/2024`, `03/2024`; in English `12 Mar 2024`, which nobody reads the other way round.
export function day(iso) {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso);
  if (!parts) return iso;
  const [, year, month, date] = parts;
  if (language() === "fr") return [date, month, year].filter(Boolean).join("/");
  return [date && String(Number(date)), month && months[Number(month) - 1], year].filter(Boolean).join("\u00a0");
}

/// The record's unit as a person writes it: `UI` for `IU` in French, `m²` for `m2`.
export function unit(text) {
  const french = language() === "fr";
  const written = {
    "1.73m2": french ? "1,73\u00a0m²" : "1.73\u00a0m²", m2: "m²", cm2: "cm²", mm3: "mm³",
    ...(french ? { IU: "UI", mIU: "mUI", kIU: "kUI", MIU: "MUI", day: "j" } : {}),
  };
  return text.split("/").map((part) => (Object.hasOwn(written, part) ? written[part] : part)).join("/");
}

/// A unit behind its number: ` mg`, `/min`, and ` %` or `%`.
export function unitBehind(text) {
  if (!text) return "";
  if (text.startsWith("/") || (language() === "en" && text === "%")) return unit(text);
  return `\u00a0${unit(text)}`;
}

export const amount = ({ value, unit }) => number(value) + unitBehind(unit);

/// What is taken in a day: `75 mg/j`.
export function perDay(dose) {
  return /\/(day|24h)$/.test(dose.unit ?? "") ? amount(dose) : `${amount(dose)}${t("sig.perDay")}`;
}

/// A label and its colon: French sets a space before it.
export const labelled = (text) => (language() === "fr" ? `${text}\u00a0:` : `${text}:`);

export const quoted = (text) => (language() === "fr" ? `«\u00a0${text}\u00a0»` : `“${text}”`);

/// Words that stand in the HTML: `data-words` names an element's text, `data-words-ATTRIBUTE` an attribute's.
export function translate(root) {
  for (const element of root.querySelectorAll("[data-words]")) element.textContent = t(element.dataset.words);
  for (const [attribute, key] of [["aria-label", "wordsLabel"], ["placeholder", "wordsPlaceholder"], ["title", "wordsTitle"]]) {
    const selector = `[data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`;
    for (const element of root.querySelectorAll(selector)) element.setAttribute(attribute, t(element.dataset[key]));
  }
}
