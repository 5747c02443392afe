import { glyph, h } from "./dom.js";
import { day, labelled, language, named, number, t } from "./language.js";
import { Insights } from "./insights.js";
import { medicationTable } from "./medications.js";
import { organPanels } from "./organs.js";
import { problemGroups } from "./problems.js";
import { apart, resultGroups } from "./results.js";

/// A record as the nodes of the page, and its statements in the order of their numbers.
export function recordNodes(record, rejected) {
  const insights = new Insights();
  const nodes = [
    patient(record, insights),
    allergies(record, insights),
    section("problems", "problem", record.problems.length && problemGroups(record.problems, insights)),
    section("organs", "result", panels(record, insights)),
    ...["home", "discharge", "inpatient", "mentioned"].map((list) => medications(record, list, insights)),
    section("results", "result", resultGroups(apart(record), insights)),
    section("procedures", "procedure", procedures(record, insights)),
    section("followup", "followup", followUp(record, insights)),
    section("warnings", "warning", warnings(record, rejected)),
    engine(record),
  ];
  return { nodes: nodes.filter(Boolean), insights: insights.all };
}

/// A part of the record under its heading; one that has nothing to say leaves no trace.
function section(name, category, ...content) {
  const children = content.flat(Infinity).filter(Boolean);
  if (!children.length) return null;
  return h(
    "section",
    { class: `part part-${name} of-${category}`, "aria-labelledby": `part-${name}` },
    h("h2", { id: `part-${name}` }, t(`part.${name}`)),
    children,
  );
}

function patient(record, insights) {
  const { age, sex } = record.patient;
  const { reason, admitted, discharged } = record.stay;
  const isChild = age && (age.unit !== "years" || age.value < 15);
  const who = [
    sex && insights.button("patient", sex.evidence, t(`sex.${isChild ? "child." : ""}${sex.value}`)),
    age && insights.button("patient", age.evidence, `${number(age.value)}\u00a0${t(`age.${age.unit}`, { count: age.value })}`),
  ].filter(Boolean);
  const dates = [
    admitted && [`${t("stay.admitted")} `, insights.button("patient", admitted.evidence, day(admitted.date))],
    discharged && [`${t("stay.discharged")} `, insights.button("patient", discharged.evidence, day(discharged.date))],
  ].filter(Boolean);
  return h(
    "header",
    { class: "part part-patient of-patient" },
    h("h1", { id: "patient", tabindex: "-1" }, who.length ? who.flatMap((part, index) => (index ? [", ", part] : [part])) : t("patient.unknown")),
    reason ? h("p", { class: "reason" }, h("span", { class: "label" }, labelled(t("stay.reason"))), " ", insights.button("patient", reason.evidence, reason.text)) : null,
    dates.length ? h("p", { class: "dates" }, dates.flatMap((part, index) => (index ? [" · ", part] : [part]))) : null,
  );
}

/// Allergies are never silent: that the note says nothing of them is said too.
function allergies(record, insights) {
  const own = (allergy) => allergy.assertion.subject === "patient";
  const known = record.allergies.filter((allergy) => own(allergy) && allergy.assertion.polarity === "present");
  const denied = record.allergies.filter((allergy) => own(allergy) && allergy.assertion.polarity === "absent");
  const others = record.allergies.filter((allergy) => !own(allergy));
  const item = (allergy, category, more) =>
    h(
      "li",
      {},
      insights.button(
        category, allergy.evidence,
        allergy.substance,
        [allergy.reaction, more, allergy.assertion.certainty === "possible" ? t("allergy.possible") : ""].filter(Boolean).map((text) => h("span", { class: "more" }, ` · ${text}`)),
      ),
    );
  const isAlarm = known.length > 0;
  return h(
    "section",
    { class: `part part-allergies of-allergy ${isAlarm ? "is-alarm" : ""}`, "aria-labelledby": "part-allergies" },
    h("h2", { id: "part-allergies" }, isAlarm ? glyph("⚠\ufe0e ") : null, t(known.length === 1 ? "part.allergies.one" : "part.allergies.many")),
    known.length || denied.length || others.length
      ? h("ul", { class: "chips" }, known.map((allergy) => item(allergy, "allergy", "")), denied.map((allergy) => item(allergy, "absent", t("allergy.denied"))), others.map((allergy) => item(allergy, "family", t(`subject.${allergy.assertion.subject}`))))
      : h("p", { class: "silence" }, t("allergy.silence")),
  );
}

function panels(record, insights) {
  const organs = organPanels(record, insights);
  return organs.length ? h("div", { class: "organs" }, organs) : null;
}

function medications(record, list, insights) {
  const some = record.medications.filter((medication) => medication.list === list);
  return section(list, "medication", some.length ? medicationTable(some, insights, `part-${list}`) : null);
}

function procedures(record, insights) {
  const said = ({ assertion: { polarity, certainty, time } }) =>
    polarity === "absent" ? "notDone" : certainty !== "certain" ? "proposed" : time === "planned" ? "planned" : "done";
  const own = record.procedures.filter(({ assertion }) => assertion.subject === "patient");
  const groups = ["done", "planned", "proposed", "notDone"].flatMap((group) => {
    const members = own.filter((procedure) => said(procedure) === group);
    if (!members.length) return [];
    const items = members.map(({ name, date, evidence }) =>
      h("li", {}, insights.button(group === "notDone" ? "absent" : "procedure", evidence, name, date ? h("span", { class: "more" }, ` · ${day(date)}`) : null)),
    );
    return h("div", { class: `group is-${group}` }, h("dt", {}, t(`procedure.${group}`)), h("dd", {}, h("ul", { class: "chips" }, items)));
  });
  return groups.length ? h("dl", { class: "groups" }, groups) : null;
}

function followUp(record, insights) {
  if (!record.follow_up.length) return null;
  const items = record.follow_up.map(({ text, date, evidence }) =>
    h("li", {}, insights.button("followup", evidence, date ? h("strong", { class: "when" }, `${day(date)} `) : null, text)),
  );
  return h("ul", { class: "list" }, items);
}

const rejections = new Set(["value_not_in_source", "quote_not_found", "assertion_mismatch", "implausible_value"]);

/// What was claimed and not kept, apart from what else is to be known.
function warnings(record, rejected) {
  const refused = record.warnings.filter(({ code }) => rejections.has(code));
  const others = record.warnings.filter(({ code }) => !rejections.has(code));
  const item = (kind) => ({ code, message }) =>
    h("li", { class: kind }, glyph(kind === "refused" ? "✗" : "!"), named("warning", code) === code ? null : h("span", {}, named("warning", code)), h("span", { class: "more", lang: "en" }, message));
  const count = Math.max(record.engine.grounding.rejected, rejected);
  return [
    others.length ? h("ul", { class: "list" }, others.map(item("notice"))) : null,
    count || refused.length
      ? [h("h3", {}, t("rejected", { count })), h("p", { class: "summary" }, t("rejected.meaning")), h("ul", { class: "list" }, refused.map(item("refused")))]
      : null,
  ];
}

/// Who read the note and how the quotes held.
function engine(record) {
  const { name, model, version, grounding, usage } = record.engine;
  const parts = [[named("engine", name), model, version].filter(Boolean).join(" ")];
  if (grounding.quoted) parts.push(t("grounding", grounding));
  if (usage.input_tokens + usage.output_tokens) parts.push(t("usage", { input: usage.input_tokens, output: usage.output_tokens }));
  if (usage.cost_usd) {
    const cost = number(Math.round(usage.cost_usd * 10_000) / 10_000);
    parts.push(language() === "fr" ? `${cost}\u00a0$` : `$${cost}`);
  }
  return h("footer", { class: "part engine" }, h("p", {}, parts.join(" · ")), h("p", {}, t("disclaimer")));
}
