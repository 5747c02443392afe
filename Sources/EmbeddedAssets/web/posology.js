import { isMany, language, number, perDay, t, unit } from "./language.js";
import { strings } from "./strings.js";
import { unevenIntakes } from "./rhythm.js";

const space = "\u00a0";
const words = (key) => strings[language()][key];

/// How a drug is taken, in the reader's language: `1 cp toutes les 8 h si besoin pendant 5 j`. Made from the record's fields alone; empty where they say nothing.
export function posology(sig) {
  const parts = [];
  const uneven = unevenIntakes(sig);
  if (uneven) {
    parts.push(uneven.map(({ moment, dose }) => `${counted(sig, dose)} ${t(`moment.${moment}`)}`).join(", "), routeWord(sig));
  } else {
    parts.push(quantity(sig), routeWord(sig), sig.frequency && rhythm(sig.frequency));
  }
  if (sig.frequency?.as_needed) parts.push(t("sig.asNeeded"));
  // a rhythm that no field holds is left in the note's words
  if (!parts.some(Boolean) && sig.frequency?.text) parts.push(sig.frequency.text);
  if (sig.duration) {
    parts.push(t("sig.for", { time: `${number(sig.duration.value)}${space}${t(`duration.${sig.duration.unit}`, { count: sig.duration.value })}` }));
  }
  return parts.filter(Boolean).join(" ");
}

/// The daily dose; of a drug taken as needed it is the most that a day can bring.
export function dailyDose(sig) {
  if (!sig.daily_dose) return "";
  return (sig.frequency?.as_needed ? `≤${space}` : "") + perDay(sig.daily_dose);
}

/// `1 à 2 cp`
function quantity(sig) {
  const { quantity } = sig;
  if (!quantity) return "";
  if (quantity.max === null || quantity.max <= quantity.value) return counted(sig, quantity.value);
  return `${count(quantity.value, quantity.unit)}${space}${t("sig.to")}${space}${counted(sig, quantity.max)}`;
}

function counted(sig, value) {
  const form = formName(sig.quantity?.unit, value);
  return count(value, sig.quantity?.unit) + (form ? space + form : "");
}

function formName(name, value) {
  if (!name) return "";
  return words(`form.${name}.${isMany(value) ? "many" : "one"}`) ?? unit(name);
}

const halves = [[0.25, "¼"], [0.5, "½"], [0.75, "¾"], [1 / 3, "⅓"], [2 / 3, "⅔"]];

/// `1½` of what can be parted, `1,5` of what is measured.
function count(value, name) {
  const isParted = !name || (words(`form.${name}.one`) !== undefined && name !== "IU");
  const whole = Math.floor(value);
  const mark = isParted && value < 100 ? halves.find(([part]) => Math.abs(value - whole - part) < 0.005) : undefined;
  return mark ? (whole ? number(whole) : "") + mark[1] : number(value);
}

const routeOfForm = {
  puff: "inhaled", inhalation: "inhaled", nebule: "inhaled", patch: "transdermal", suppository: "rectal", pessary: "vaginal", application: "topical",
};

/// The route, where it is not by mouth and the form does not say it.
function routeWord(sig) {
  const { route } = sig;
  if (!route || route === "oral" || route === routeOfForm[sig.quantity?.unit]) return "";
  return words(`route.${route}`) ?? route;
}

/// `matin et soir`; `toutes les 8 h`; `3 fois par semaine, le matin`.
function rhythm(frequency) {
  const moments = momentWords(frequency.times);
  const rate = rateWords(frequency);
  if (!rate) return moments;
  if (!moments) return rate;
  const isEvery =
    frequency.interval_hours !== null
      ? frequency.interval_hours * frequency.times.length === 24
      : frequency.times_per_day === frequency.times.length;
  return isEvery ? moments : `${rate}, ${moments}`;
}

function momentWords(times) {
  if (times.length <= 1) return times.length ? t(`moment.alone.${times[0]}`) : "";
  const names = times.map((time) => t(`moment.${time}`));
  return `${names.slice(0, -1).join(", ")} ${t("and")} ${names.at(-1)}`;
}

function rateWords({ interval_hours: hours, times_per_day: rate }) {
  if (hours > 0) return interval(hours);
  if (rate > 0) return perDayWords(rate);
  return "";
}

/// A rate a day; below one a day, or where it is no whole number, by the week or one day out of some.
function perDayWords(rate) {
  const times = whole(rate);
  if (times) return often(times, "day");
  const days = whole(1 / rate);
  if (days) return days < 7 ? (days === 2 ? t("every.otherDayRate") : t("every.daysRate", { days })) : interval(days * 24);
  const weekly = whole(rate * 7);
  if (weekly) return often(weekly, "week");
  const monthly = rate < 1 && whole(rate * 30);
  if (monthly) return often(monthly, "month");
  return t("often.many.day", { times: number(rate) });
}

/// Hours between two intakes, in the largest unit that holds them. The record's month has 30 days, its year 365.
function interval(hours) {
  if (hours < 1) return t("every.minutes", { minutes: Math.round(hours * 60) });
  if (hours === 1) return t("every.hour");
  if (hours <= 24 || hours % 24 !== 0) {
    const weekly = hours > 24 && whole(168 / hours);
    return weekly ? often(weekly, "week") : t("every.hours", { hours });
  }
  for (const [length, name] of [[8760, "year"], [720, "month"], [168, "week"]]) {
    const several = whole(hours / length);
    if (several) return several === 1 ? often(1, name) : t(`every.${name}s`, { several });
  }
  const days = Math.trunc(hours / 24);
  return days === 2 ? t("every.otherDay") : t("every.days", { days });
}

function often(times, span) {
  return times === 1 ? t(`often.one.${span}`) : times === 2 ? t(`often.two.${span}`) : t(`often.many.${span}`, { times });
}

/// The whole number that a rate means: rates are rounded in the record (0.333333, 0.43).
function whole(value) {
  const nearest = Math.round(value);
  return nearest >= 1 && nearest <= 1000 && Math.abs(value - nearest) < 0.02 ? nearest : 0;
}
