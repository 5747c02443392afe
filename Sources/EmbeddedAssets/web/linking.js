import { byId, scrolling } from "./dom.js";

/// Ties the record to the note: a statement under the pointer or the focus lights its words, a word lights and reaches its statement.
export function link(record, note) {
  let focused = [];
  let hovered = null;

  const idsOf = (target) => {
    const mark = target.closest?.("mark[data-ids]");
    if (mark) return mark.dataset.ids.split(" ");
    const insight = target.closest?.("[data-insight]");
    return insight ? [insight.dataset.insight] : [];
  };

  const show = (scroll) => {
    const ids = new Set(hovered ?? focused);
    let first = null;
    for (const mark of note.querySelectorAll("mark")) {
      const isLit = mark.dataset.ids.split(" ").some((id) => ids.has(id));
      mark.classList.toggle("lit", isLit);
      if (isLit) first ??= mark;
    }
    for (const element of record.querySelectorAll("[data-insight]")) element.classList.toggle("lit", ids.has(element.dataset.insight));
    if (scroll && first) reveal(first, note);
  };

  // Only a pointer that moved points at something: what scrolls by below one that rests does not count. A finger taps, it does not hover.
  let place = "";
  for (const [side, scrolls] of [[record, true], [note, false]]) {
    side.addEventListener("pointerover", (event) => {
      const here = `${event.screenX},${event.screenY}`;
      if (event.pointerType === "touch" || here === place) return;
      place = here;
      const ids = idsOf(event.target);
      hovered = ids.length ? ids : null;
      show(scrolls && hovered !== null);
    });
    side.addEventListener("pointerleave", () => {
      hovered = null;
      show(false);
    });
    side.addEventListener("focusin", (event) => {
      // the latest of pointer and keyboard counts
      hovered = null;
      focused = idsOf(event.target);
      show(scrolls && focused.length > 0);
    });
    side.addEventListener("focusout", () => {
      focused = [];
      show(false);
    });
  }

  record.addEventListener("click", (event) => {
    const insight = event.target.closest("[data-insight]");
    if (!insight || event.target.closest("a")) return;
    buttonOf(record, insight.dataset.insight).focus({ preventScroll: true });
    document.body.classList.add("note-open");
    byId("note-toggle").setAttribute("aria-expanded", "true");
    insight.scrollIntoView({ block: "nearest", behavior: scrolling() }); // from under the sheet that the note is on a phone
    show(true);
  });

  // A second click on the same words goes on to the next of their statements.
  let last = null;
  let turn = 0;
  const reach = (mark) => {
    turn = mark === last ? turn + 1 : 0;
    last = mark;
    const ids = mark.dataset.ids.split(" ");
    const button = buttonOf(record, ids[turn % ids.length]);
    button.focus({ preventScroll: true });
    button.scrollIntoView({ block: "center", behavior: scrolling() });
  };
  note.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && String(getSelection()) === "") reach(mark);
  });

  // One stop of the Tab key for all marks; the arrows go from one to the next.
  const marks = [...note.querySelectorAll("mark")];
  if (marks.length) marks[0].tabIndex = 0;
  note.addEventListener("keydown", (event) => {
    const index = marks.indexOf(event.target);
    if (index < 0) return;
    const next = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reach(event.target);
    } else if (next !== undefined && marks[next]) {
      event.preventDefault();
      marks[index].tabIndex = -1;
      marks[next].tabIndex = 0;
      marks[next].focus();
    }
  });
}

/// The first button of a statement.
const buttonOf = (record, id) => record.querySelector(`button[data-insight="${CSS.escape(id)}"]`);

/// Scrolls the note, and only the note, to a mark that is out of sight.
function reveal(mark, note) {
  const frame = note.getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  if (place.top >= frame.top + 24 && place.bottom <= frame.bottom - 24) return;
  note.scrollBy({ top: place.top - frame.top - frame.height / 3, behavior: scrolling() });
}
