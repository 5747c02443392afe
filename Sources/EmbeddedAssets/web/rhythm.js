// What is taken at each moment where the intakes differ: `6 UI matin, 8 UI soir`. The record keeps the lowest and the highest of uneven intakes and
// their sum; which is which stands in the note's words. Nothing unless words and numbers agree: a dose is never given to a moment by guessing.

const moments = ["morning", "noon", "evening", "bedtime"];
const meaning = {
  matin: "morning", morning: "morning", mane: "morning", am: "morning", breakfast: "morning",
  midi: "noon", noon: "noon", lunch: "noon", lunchtime: "noon",
  soir: "evening", evening: "evening", pm: "evening", dinner: "evening", supper: "evening",
  coucher: "bedtime", bedtime: "bedtime", night: "bedtime", nocte: "bedtime",
  et: "pause", and: "pause", puis: "pause", then: "pause",
};
const marks = { "½": 0.5, "¼": 0.25, "¾": 0.75 };

/// [{ moment, dose }] or null.
export function unevenIntakes({ quantity, frequency, strength, daily_dose: daily }) {
  if (!quantity || quantity.max === null || quantity.max <= quantity.value || !frequency?.text) return null;
  const total = daily === null ? null : strength === null ? daily.value : strength.value > 0 ? daily.value / strength.value : null;
  const fits = (doses) => {
    const values = doses.map(({ dose }) => dose);
    return (
      doses.map(({ moment }) => moment).join() === frequency.times.join() &&
      Math.min(...values) === quantity.value &&
      Math.max(...values) === quantity.max &&
      (total === null || Math.abs(values.reduce((sum, value) => sum + value, 0) - total) < 0.001)
    );
  };
  const parts = tokens(frequency.text);
  const readings = [schedule(parts), pairs(parts.filter((part) => part !== "pause"))];
  const cut = pairsWithoutFirstDose(parts);
  if (cut) {
    const missing = total === null ? [quantity.value, quantity.max] : [cut.others.reduce((left, { dose }) => left - dose, total)];
    for (const dose of missing) readings.push([{ moment: cut.moment, dose }, ...cut.others]);
  }
  const fitting = readings.filter((doses) => doses && fits(doses));
  return fitting.length === 1 ? fitting[0] : null;
}

/// The numbers, the moments and the pauses of the text, in their order. A slash is a fraction's only over 2, 3 or 4.
function tokens(text) {
  const isSchedule = text.split("/").length > 2;
  const pattern = /(\d+(?:[.,]\d+)?)?([½¼¾])|(\d+(?:[.,]\d+)?)(?:\/([234])(?![\d.,]))?|\p{L}+|[,;+&]/gu;
  const parts = [];
  const decimal = (digits) => Number(digits.replace(",", "."));
  for (const [found, before, mark, digits, below] of text.matchAll(pattern)) {
    if (mark) parts.push((before ? decimal(before) : 0) + marks[mark]);
    else if (digits) {
      if (!below) parts.push(decimal(digits));
      else if (!isSchedule && decimal(digits) < Number(below)) parts.push(decimal(digits) / Number(below));
      else parts.push(decimal(digits), Number(below));
    } else if (/[,;+&]/.test(found)) parts.push("pause");
    else {
      const word = found.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      if (Object.hasOwn(meaning, word)) parts.push(meaning[word]);
    }
  }
  return parts;
}

const isNumber = (part) => typeof part === "number";
const isMoment = (part) => moments.includes(part);

/// `1-0-2`: three or four numbers, one a moment.
function schedule(parts) {
  if (!parts.every(isNumber) || parts.length < 3 || parts.length > 4) return null;
  return parts.map((dose, index) => ({ moment: moments[index], dose })).filter(({ dose }) => dose > 0);
}

/// `6 UI matin, 8 UI soir`; `matin : 6 UI, soir : 8 UI`.
function pairs(parts) {
  if (parts.length < 2 || parts.length % 2) return null;
  const numberIsFirst = isNumber(parts[0]);
  const doses = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [dose, moment] = numberIsFirst ? parts.slice(index, index + 2) : [parts[index + 1], parts[index]];
    if (!isNumber(dose) || !isMoment(moment)) return null;
    doses.push({ moment, dose });
  }
  return doses;
}

/// `matin, 8 UI soir`: the words begin behind the first number. A pause after the first moment tells it from `matin 8 UI, soir`.
function pairsWithoutFirstDose(parts) {
  if (parts.length <= 3 || !isMoment(parts[0]) || parts[1] !== "pause") return null;
  const rest = parts.slice(1).filter((part) => part !== "pause");
  const others = isNumber(rest[0]) ? pairs(rest) : null;
  return others && { moment: parts[0], others };
}
