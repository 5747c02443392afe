import { glyph, h, unseen } from "./dom.js";
import { day, number, t, unitBehind } from "./language.js";

const vitalSigns = new Set([
  "systolic_bp", "diastolic_bp", "mean_bp", "heart_rate", "respiratory_rate", "temperature", "spo2", "weight", "height", "bmi",
  "body_surface_area", "head_circumference", "birth_weight", "birth_length", "waist", "arm_circumference",
]);
const marks = { low: "↓", high: "↑", critical: "‼" };

/// The mark of a value out of its range, and its word for those who do not see it.
export const flagMark = (flag) => (marks[flag] ? [glyph(marks[flag], "flag"), unseen(`(${t(`flag.${flag}`)})`)] : []);

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

/// The result that an organ's reading was taken from.
export const resultOf = (record, name, reading) => record.measurements.findLast((result) => result.name === name && result.value === reading.value);

/// The results that the kidney's and the liver's panels show; what is left is older or was measured otherwise.
export function apart(record) {
  const renal = record.renal_function;
  const shown = [["creatinine", renal.creatinine], ["egfr", renal.egfr], ["child_pugh", score(record)], ...liverTests(record)]
    .filter(([, reading]) => reading)
    .map(([name, reading]) => resultOf(record, name, reading));
  return record.measurements.filter((result) => !shown.includes(result));
}

const score = (record) => record.hepatic_function.child_pugh && { value: record.hepatic_function.child_pugh.score, unit: null };
export const liverTests = ({ hepatic_function: liver }) =>
  ["ast", "alt", "bilirubin", "alp", "ggt", "albumin", "inr"].map((name) => [name, liver[name]]);
