import { Problem, description, exampleText, exported, extract, providers } from "./api.js";
import { byId } from "./dom.js";
import { fileText, limit, save } from "./files.js";
import { named, t } from "./language.js";
import { link } from "./linking.js";
import { noteNodes } from "./note.js";
import { recordNodes } from "./record.js";
import { settings } from "./settings.js";
import { clearTrouble, showTrouble, translateTrouble } from "./trouble.js";

// All that the page knows of the case; it is gone with the page, and "New case" empties it.
const empty = () => ({ text: "", record: null, rejected: 0 });
let current = empty();
let engines = [{ name: "offline", local: true }];
let reading = null;

const text = byId("text");
const say = (message) => (byId("live").textContent = message);

function show(view) {
  document.body.dataset.view = view;
  scrollTo(0, 0);
}

// MARK: the text

function showCount() {
  const count = Array.from(text.value).length;
  byId("count").textContent = count ? t("compose.count", { count }) : "";
  byId("new-case").hidden = !count && !current.record;
  byId("back").hidden = !current.record || text.value !== current.text;
}

function take(loaded, message) {
  clearTrouble();
  text.value = loaded;
  showCount();
  say(message);
  text.focus();
  text.setSelectionRange(0, 0);
  text.scrollTop = 0;
}

async function takeFile(file) {
  if (!file) return;
  try {
    take(await fileText(file), t("file.loaded"));
  } catch (error) {
    showTrouble(error);
  }
}

// MARK: the engine

const engineLabel = ({ name, model }) => [named("engine", name), model].filter(Boolean).join(" · ");
const chosenEngine = () => engines.find(({ name }) => name === byId("engine").value) ?? engines[0];

function showEngine() {
  const engine = chosenEngine();
  byId("compose-privacy").textContent = engine.local ? t("compose.local") : t("compose.remote", { engine: engineLabel(engine) });
  byId("compose-privacy").classList.toggle("is-remote", !engine.local);
}

function showEngines() {
  const chosen = byId("engine").value;
  byId("engine").replaceChildren(...engines.map((engine) => new Option(engineLabel(engine), engine.name, false, engine.name === chosen)));
  showEngine();
}

// MARK: reading

async function read() {
  const value = text.value.toWellFormed?.() ?? text.value;
  if (!value.trim()) return showTrouble(new Problem("empty_note"));
  if (new Blob([value]).size > limit) return showTrouble(new Problem("too_large"));
  clearTrouble();
  const engine = chosenEngine();
  const request = { text: value, provider: engine.name };
  if (byId("note-language").value) request.language = byId("note-language").value;

  reading = new AbortController();
  const mine = reading;
  const counts = { kept: 0, rejected: 0 };
  const began = performance.now();
  const tell = () => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    byId("progress-state").textContent = t("progress.state", { engine: engineLabel(engine), ...counts, seconds });
  };
  tell();
  tellStage({ stage: "reading" });
  show("progress");
  byId("progress-title").focus({ preventScroll: true });
  const clock = setInterval(tell, 1000);
  try {
    const record = await extract(request, mine.signal, (event, data) => {
      if (event === "insight") counts.kept += 1;
      if (event === "rejected") counts.rejected += 1;
      if (event === "progress") tellStage(data);
      tell();
    });
    if (mine.signal.aborted) return;
    current = { text: value, record, rejected: counts.rejected };
    showRecord();
    byId("patient").focus({ preventScroll: true });
  } catch (error) {
    if (mine.signal.aborted) return;
    show("compose");
    showTrouble(error, { retry: read, offline: engine.name === "offline" ? null : readOffline });
  } finally {
    clearInterval(clock);
    if (reading === mine) reading = null;
  }
}

/// What the engine does now; of a long note, how many of its parts are done.
function tellStage({ stage, done, of }) {
  byId("progress-stage").textContent = named("progress", stage);
  const bar = document.querySelector("#progress progress");
  if (of > 1) Object.assign(bar, { max: of, value: done });
  else bar.removeAttribute("value");
}

function readOffline() {
  byId("engine").value = "offline";
  showEngine();
  read();
}

function cancel() {
  reading?.abort();
  show("compose");
  say(t("progress.cancelled"));
  text.focus();
}

function showRecord() {
  const { nodes, insights } = recordNodes(current.record, current.rejected);
  const [record, note] = ["record", "note"].map((id) => {
    // fresh elements: what listened to the last record goes with it
    const fresh = byId(id).cloneNode(false);
    byId(id).replaceWith(fresh);
    return fresh;
  });
  record.replaceChildren(...nodes);
  note.replaceChildren(...noteNodes(current.text, insights));
  link(record, note);
  show("record");
  say(t("done", { count: insights.length, rejected: current.record.engine.grounding.rejected }));
}

function newCase() {
  reading?.abort();
  current = empty();
  text.value = "";
  byId("file").value = "";
  byId("note-language").value = "";
  for (const id of ["record", "note", "progress-state", "progress-stage"]) byId(id).replaceChildren();
  document.body.classList.remove("note-open");
  byId("note-toggle").setAttribute("aria-expanded", "false");
  clearTrouble();
  showCount();
  show("compose");
  say(t("cleared"));
  text.focus();
}

// MARK: exports

async function exportAs(format) {
  const { record } = current;
  try {
    if (format === "json") save(new Blob([JSON.stringify(record, null, 2), "\n"], { type: "application/json" }), "pie-record.json");
    else save(await exported(record, format), format === "csv" ? "pie-record.csv" : "pie-record.fhir.json");
  } catch (error) {
    showTrouble(error, { title: "export" });
  }
}

// MARK: what the server offers

async function askServer() {
  const [offered, api] = await Promise.allSettled([providers(), description()]);
  if (offered.status === "fulfilled") {
    const able = offered.value.providers.filter(({ available }) => available);
    if (able.length) engines = able;
    byId("logout").hidden = offered.value.access !== "token";
    showEngines();
    byId("engine").value = (engines.find(({ name }) => name === offered.value.default) ?? engines[0]).name;
    showEngine();
  } else {
    showTrouble(offered.reason);
  }
  const formats = api.status === "fulfilled" ? exportFormats(api.value) : [];
  for (const button of document.querySelectorAll("[data-export]")) {
    button.hidden = button.dataset.export !== "json" && !formats.includes(button.dataset.export);
  }
  document.body.dataset.ready = "";
}

const exportFormats = (api) => {
  const parameters = api.paths?.["/api/export"]?.post?.parameters ?? [];
  return parameters.find(({ name }) => name === "format")?.schema?.enum ?? [];
};

// MARK: wiring

settings(() => {
  showCount();
  showEngines();
  translateTrouble();
  if (current.record) showRecord();
});
text.addEventListener("input", showCount);
text.addEventListener("paste", (event) => {
  // the browser's own way takes minutes for a text that is very long
  const pasted = event.clipboardData.getData("text/plain");
  if (pasted.length < 20_000) return;
  event.preventDefault();
  text.setRangeText(pasted, text.selectionStart, text.selectionEnd, "end");
  showCount();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    read();
  }
});
byId("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  read();
});
byId("engine").addEventListener("change", showEngine);
byId("open").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async (event) => {
  await takeFile(event.target.files[0]);
  event.target.value = "";
});
for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", async () => {
    try {
      take(await exampleText(button.dataset.example), t("example.loaded"));
    } catch (error) {
      showTrouble(error);
    }
  });
}
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  byId("drop").classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) byId("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  byId("drop").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (document.body.dataset.view !== "compose") return;
  if (file) takeFile(file);
  else if (event.dataTransfer.getData("text")) take(event.dataTransfer.getData("text"), t("file.loaded"));
});
byId("cancel").addEventListener("click", cancel);
byId("new-case").addEventListener("click", newCase);
byId("logout").addEventListener("submit", newCase); // the way back must not lead to the case
byId("back").addEventListener("click", () => {
  show("record");
  byId("patient").focus({ preventScroll: true });
});
byId("edit").addEventListener("click", () => {
  showCount();
  show("compose");
  text.focus();
});
byId("print").addEventListener("click", () => print());
byId("note-toggle").addEventListener("click", () => {
  const isOpen = document.body.classList.toggle("note-open");
  byId("note-toggle").setAttribute("aria-expanded", String(isOpen));
});
for (const button of document.querySelectorAll("[data-export]")) button.addEventListener("click", () => exportAs(button.dataset.export));

showCount();
showEngine();
askServer();
