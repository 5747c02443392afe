import { h } from "./dom.js";

// When statements share words, the rarer kind gives the color.
const order = ["allergy", "medication", "absent", "history", "family", "problem", "result", "followup", "procedure", "patient"];

/// The note as nodes: plain text, and a mark for each stretch of words that proves something. Evidence counts Unicode scalars, and so does this:
/// JavaScript's own indexes are UTF-16's.
export function noteNodes(text, insights) {
  const scalars = Array.from(text);
  const slice = (start, end) => scalars.slice(start, end).join("");
  const spans = insights.flatMap(({ category, evidence }, id) =>
    evidence
      // what is not the very slice that it claims to be is not shown as if it were
      .filter(({ start, end, text }) => start < end && slice(start, end) === text)
      .map(({ start, end }) => ({ start, end, id, category })),
  );
  const nodes = [];
  let open = 0;
  for (const { start, end, covering } of stretches(spans)) {
    if (start > open) nodes.push(document.createTextNode(slice(open, start)));
    nodes.push(mark(slice(start, end), covering));
    open = end;
  }
  nodes.push(document.createTextNode(slice(open, scalars.length)));
  return nodes;
}

/// The stretches between the ends of spans that some span covers, each with its spans, the shortest first.
function stretches(spans) {
  const edges = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const found = [];
  let active = [];
  let next = 0;
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [start, end] = [edges[index], edges[index + 1]];
    active = active.filter((span) => span.end > start);
    while (next < sorted.length && sorted[next].start <= start) active.push(sorted[next++]);
    if (active.length) found.push({ start, end, covering: [...active].sort((a, b) => a.end - a.start - (b.end - b.start)) });
  }
  return found;
}

function mark(text, covering) {
  const shortest = covering[0].end - covering[0].start;
  const nearest = covering.filter(({ start, end }) => end - start === shortest).map(({ category }) => category);
  const category = order.find((name) => nearest.includes(name)) ?? nearest[0];
  const ids = [...new Set(covering.map(({ id }) => id))];
  return h("mark", { class: `of-${category}`, role: "button", tabindex: "-1", "data-ids": ids.join(" ") }, text);
}
