import { Problem } from "./api.js";

/// What the server takes at most, in bytes of UTF-8.
export const limit = 1_000_000;

/// The text of a file: UTF-16 with its mark, UTF-8, else Windows-1252. What is no text is refused with words for it.
export async function fileText(file) {
  if (file.size > 2 * limit) throw new Problem("too_large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decoded(bytes);
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) throw new Problem("not_text");
  if (!text.trim()) throw new Problem("empty_note");
  return text;
}

function decoded(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46) throw new Problem("not_text");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/// Hands a file to the reader of the page. Its name says nothing of the patient.
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
