/// Trouble with words for it: `code` names it for the page, `detail` is the server's own text.
export class Problem extends Error {
  constructor(code, detail = "", status = 0, wait = 0) {
    super(code);
    Object.assign(this, { code, detail, status, wait });
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "same-origin", redirect: "error", ...options });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Problem("unreachable");
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Problem(told.code ?? "", told.detail ?? told.title ?? "", response.status, Number(response.headers.get("Retry-After")) || 0);
}

export const providers = async () => (await ask("/api/providers")).json();
export const description = async () => (await ask("/api/openapi.json")).json();
export const exampleText = async (name) => (await ask(`/assets/${name}`)).text();

export async function exported(record, format) {
  const response = await ask(`/api/export?format=${encodeURIComponent(format)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(record),
  });
  return response.blob();
}

/// Has a note read. `on(event, data)` hears of `progress`, `insight` and `rejected` while the engine works; the record is returned.
export async function extract(request, signal, on) {
  const response = await ask("/api/extract", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream, application/json;q=0.9" },
    body: JSON.stringify(request),
    signal,
  });
  if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) return response.json();
  for await (const { event, data } of events(response.body)) {
    if (event === "record") return data;
    if (event === "error") throw new Problem(data.code ?? "", data.detail ?? data.title ?? "", data.status ?? 0, data.retry_after ?? 0);
    on(event, data);
  }
  throw new Problem("cut_off");
}

/// The server's events as they come in. A line ends in CR, LF or both; an event ends at an empty line.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  let event = "message";
  let data = [];
  for (;;) {
    let chunk;
    try {
      chunk = await reader.read();
    } catch (error) {
      throw error.name === "AbortError" ? error : new Problem("cut_off");
    }
    if (chunk.done) return;
    // a CR at the end may be half of a line's end
    const lines = (pending + chunk.value).split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (data.length) yield { event, data: JSON.parse(data.join("\n")) };
        event = "message";
        data = [];
      } else if (line.startsWith("event:")) event = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
  }
}
