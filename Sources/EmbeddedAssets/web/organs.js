import { h } from "./dom.js";
import { amount, day, language, named, number, t } from "./language.js";
import { flagMark, liverTests, resultOf } from "./results.js";

const stages = ["G1", "G2", "G3a", "G3b", "G4", "G5"];

/// Kidney and liver, each with its values, its flags and what they amount to. Nothing where the note has no result.
export function organPanels(record, insights) {
  const { renal_function: renal, hepatic_function: liver } = record;
  // a summary is in the note's language; in the other one the stage speaks for itself
  const summaryOf = ({ summary }) => (record.note.language === language() ? summary : null);

  const panels = [];
  if (renal.creatinine || renal.egfr || renal.summary) {
    const summary = summaryOf(renal);
    const head = renal.stage ? stageScale(renal.stage, summary) : null;
    const readings = [["creatinine", renal.creatinine], ["egfr", renal.egfr]];
    panels.push(panel("renal", record, insights, renal.evidence, labelled(readings, (name) => t(`renal.${name}`)), head, renal.stage ? null : summary));
  }
  const tests = liverTests(record);
  if (tests.some(([, reading]) => reading) || liver.child_pugh || liver.summary) {
    const child = liver.child_pugh;
    const head = child ? h("p", { class: `stage is-child-${child.class}` }, `Child-Pugh ${child.class} (${number(child.score)})`) : null;
    const summary = summaryOf(liver);
    // one that only repeats the arrows says nothing new
    panels.push(panel("hepatic", record, insights, liver.evidence, labelled(tests, (name) => t(`hepatic.${name}`)), head, /[↑↓]/.test(summary) ? null : summary));
  }
  return panels;
}

const labelled = (readings, label) => readings.filter(([, reading]) => reading).map(([name, reading]) => [name, reading, label(name)]);

function panel(organ, record, insights, evidence, known, head, summary) {
  const dates = known.map(([name, reading]) => resultOf(record, name, reading)?.date ?? null);
  // a date that all values share stands once, beside the organ's name
  const shared = dates.every((date) => date === dates[0]) ? dates[0] : null;
  const values = known.map(([name, reading, label], index) => {
    const result = resultOf(record, name, reading);
    const isComputed = reading.source === "computed";
    const asides = [
      isComputed && [t("renal.computed"), reading.equation].filter(Boolean).join(", "),
      dates[index] && !shared && day(dates[index]),
    ].filter(Boolean);
    return h(
      "li",
      {},
      insights.button(
        "result", result?.evidence ?? evidence,
        h("span", { class: "label" }, label),
        h("span", { class: `value ${result?.flag ? `is-${result.flag}` : ""}` }, amount(reading), " ", flagMark(result?.flag)),
        asides.length ? h("span", { class: "more when" }, asides.join(" · ")) : null,
      ),
    );
  });
  return h(
    "section",
    { class: "organ", "aria-labelledby": organ },
    h("h3", { id: organ }, t(organ), shared ? h("span", { class: "when" }, day(shared)) : null),
    head,
    h("ul", { class: "values" }, values),
    summary ? h("p", { class: "summary" }, summary) : null,
  );
}

/// KDIGO's six categories with the patient's among them; in words, the note's own summary where it can be read.
function stageScale(stage, summary) {
  const steps = stages.map((name) => h("li", { class: name === stage ? `here is-${name}` : "" }, name));
  return [
    h("p", { class: `stage is-${stage}` }, t("renal.stage", { stage }), " ", h("span", { class: "more" }, summary ?? named("renal.stage", stage))),
    h("ol", { class: "scale", "aria-hidden": "true" }, steps),
  ];
}
