import en from "./words-en.js";
import fr from "./words-fr.js";

/// The page's words by language and key.
export const strings = { fr, en };
