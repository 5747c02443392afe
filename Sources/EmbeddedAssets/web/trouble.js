import { Problem } from "./api.js";
import { byId } from "./dom.js";
import { t } from "./language.js";

// What went wrong and what can be done about it, until the next attempt.
let shown = null;

const known = new Set(["unauthorized", "too_large", "empty_note", "not_text", "too_many_requests", "busy", "timed_out", "unreachable", "cut_off"]);

/// Which words a problem gets: by its code, else by its status.
function keyOf(error) {
  if (!(error instanceof Problem)) return "page";
  const { code, status } = error;
  if (known.has(code)) return code;
  if (code?.startsWith("provider") || code === "unknown_provider") return "provider";
  if (code === "too_many_attempts") return "too_many_requests";
  const byStatus = { 401: "unauthorized", 413: "too_large", 429: "too_many_requests", 502: "provider", 503: "busy", 504: "timed_out" };
  return byStatus[status] ?? (status >= 400 && status < 500 ? "request" : "server");
}

/// Shows a problem with the ways out of it: `retry` and `offline` are called by their buttons.
export function showTrouble(error, { retry = null, offline = null, title = "title" } = {}) {
  shown = { error, retry, offline, title };
  translateTrouble();
  byId("problem").hidden = false;
  byId("problem").focus();
}

export function clearTrouble() {
  shown = null;
  byId("problem").hidden = true;
}

/// The words of the problem that is shown, in the language of the page.
export function translateTrouble() {
  if (!shown) return;
  const { error, retry, offline, title } = shown;
  const key = keyOf(error);
  byId("problem-title").textContent = t(`trouble.${title}`);
  byId("problem-help").textContent = t(`trouble.${key}`) + (error.wait ? ` ${t("trouble.wait", { seconds: error.wait })}` : "");
  byId("problem-detail").textContent = error.detail ?? `${error.name}: ${error.message}`;
  byId("problem-login").hidden = key !== "unauthorized";
  byId("problem-retry").hidden = !retry || key === "unauthorized" || key === "too_large";
  byId("problem-offline").hidden = !offline;
}

byId("problem-retry").addEventListener("click", () => shown.retry());
byId("problem-offline").addEventListener("click", () => shown.offline());
