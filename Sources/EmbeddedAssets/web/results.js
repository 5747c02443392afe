import { glyph, h, unseen } from "./dom.js";
import { amount, day, named, number, t, unitBehind } from "./language.js";

const vitalSigns = new Set([
  "systolic_bp", "diastolic_bp", "mean_bp", "heart_rate", "respiratory_rate", "temperature", "spo2", "weight", "height", "bmi",
  "body_surface_area", "head_circumference", "birth_weight", "birth_length", "waist", "arm_circumference",
]);
const marks = { low: "↓", high: "↑", critical: "‼" };
const stages = ["G1", "G2", "G3a", "G3b", "G4", "G5"];

const flagMark = (flag) => (marks[flag] ? [glyph(marks[flag], "flag"), unseen(`(${t(`flag.${flag}`)})`)] : []);

/// Vital signs, then tests; each undated first, then by date.
export function resultGroups(measurements, insights) {
  return [true, false].flatMap((isVital) => {
    const some = measurements.filter(({ name }) => vitalSigns.has(name) === isVital);
    const dates = [...new Set(some.map(({ date }) => date))].sort((a, b) => (a ?? "").localeCompare(b ?? ""));
    return dates.map((date) => {
      const heading = [t(isVital ? "results.vitals" : "results.tests"), date && h("span", { class: "when" }, day(date))];
      const readings = pressures(some.filter((result) => result.date === date)).map((reading) => h("li", {}, tile(reading, insights)));
      return [h("h3", {}, heading), h("ul", { class: "tiles" }, readings)];
    });
  });
}

/// Two results of one pressure, `TA 14/8`, are shown as one.
function pressures(measurements) {
  const readings = [];
  for (const result of measurements) {
    const before = readings.at(-1)?.[0];
    const isPair = before?.name === "systolic_bp" && result.name === "diastolic_bp" && before.evidence[0]?.start === result.evidence[0]?.start;
    if (isPair) readings.at(-1).push(result);
    else readings.push([result]);
  }
  return readings;
}

function tile(reading, insights) {
  const [first] = reading;
  const flags = reading.map(({ flag }) => flag);
  const flag = ["critical", "high", "low"].find((name) => flags.includes(name));
  const values = reading.map(({ value, comparator }) => (comparator ?? "") + number(value)).join("/");
  return insights.button(
    "result", first.evidence,
    h("span", { class: "label" }, first.label),
    h("span", { class: `value ${flag ? `is-${flag}` : ""}` }, values, h("span", { class: "unit" }, unitBehind(first.unit)), " ", flagMark(flag)),
  );
}

/// The results that the kidney's and the liver's panels show; what is left is older or was measured otherwise.
export function apart(record) {
  const renal = record.renal_function;
  const shown = [["creatinine", renal.creatinine], ["egfr", renal.egfr], ["child_pugh", score(record)], ...liverTests(record)]
    .filter(([, amount]) => amount)
    .map(([name, amount]) => record.measurements.findLast((result) => result.name === name && result.value === amount.value));
  return record.measurements.filter((result) => !shown.includes(result));
}

const score = (record) => record.hepatic_function.child_pugh && { value: record.hepatic_function.child_pugh.score, unit: null };
const liverTests = ({ hepatic_function: liver }) =>
  ["ast", "alt", "bilirubin", "alp", "ggt", "albumin", "inr"].map((name) => [name, liver[name]]);

/// Kidney and liver, each with its values, its flags and what they amount to. Nothing where the note has no result.
export function organPanels(record, insights) {
  const { renal_function: renal, hepatic_function: liver } = record;
  // the summary is in the note's language; in the other one the stage speaks for itself
  const isReadable = record.note.language === document.documentElement.lang;
  const value = (name, label, reading, evidence) => {
    if (!reading) return null;
    const source = record.measurements.findLast((result) => result.name === name && result.value === reading.value);
    const more = name === "egfr" && renal.egfr.source === "computed" ? [t("renal.computed"), renal.egfr.equation].filter(Boolean).join(", ") : "";
    const date = source?.date ? day(source.date) : "";
    return h(
      "li",
      {},
      insights.button(
        "result", source?.evidence ?? evidence,
        h("span", { class: "label" }, label),
        h("span", { class: `value ${source?.flag ? `is-${source.flag}` : ""}` }, amount(reading), " ", flagMark(source?.flag)),
        more || date ? h("span", { class: "more" }, [more, date].filter(Boolean).join(" · ")) : null,
      ),
    );
  };
  const panels = [];
  if (renal.creatinine || renal.egfr || renal.summary) {
    panels.push(
      h(
        "section",
        { class: "organ", "aria-labelledby": "renal" },
        h("h3", { id: "renal" }, t("renal")),
        renal.stage ? stageScale(renal.stage) : null,
        h("ul", { class: "values" }, value("creatinine", t("renal.creatinine"), renal.creatinine, renal.evidence), value("egfr", t("renal.egfr"), renal.egfr, renal.evidence)),
        renal.summary && isReadable ? h("p", { class: "summary" }, renal.summary) : null,
      ),
    );
  }
  const tests = liverTests(record).filter(([, reading]) => reading);
  if (tests.length || liver.child_pugh || liver.summary) {
    panels.push(
      h(
        "section",
        { class: "organ", "aria-labelledby": "hepatic" },
        h("h3", { id: "hepatic" }, t("hepatic")),
        liver.child_pugh ? h("p", { class: `stage is-child-${liver.child_pugh.class}` }, `Child-Pugh ${liver.child_pugh.class} (${number(liver.child_pugh.score)})`) : null,
        h("ul", { class: "values" }, tests.map(([name, reading]) => value(name, t(`hepatic.${name}`), reading, liver.evidence))),
        liver.summary && isReadable ? h("p", { class: "summary" }, liver.summary) : null,
      ),
    );
  }
  return panels;
}

/// KDIGO's six categories with the patient's among them.
function stageScale(stage) {
  const steps = stages.map((name) => h("li", { class: name === stage ? `here is-${name}` : "" }, name));
  return [
    h("p", { class: `stage is-${stage}` }, t("renal.stage", { stage }), h("span", { class: "more" }, named("renal.stage", stage))),
    h("ol", { class: "scale", "aria-hidden": "true" }, steps),
  ];
}
