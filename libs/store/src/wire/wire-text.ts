// Go's encoding/json escapes these inside strings, so that JSON is safe inside HTML and JavaScript.
const GO_ESCAPES = /[<>&\u2028\u2029]/g;
const NEEDS_CARE = /[^ !#-%'-;=?-[\]-~]/;

/** A JSON string, byte for byte as Go writes it. Lone surrogates, which UTF-8 cannot carry, become U+FFFD. */
export const quote = (text: string): string =>
  NEEDS_CARE.test(text) ? JSON.stringify(text.toWellFormed()).replaceAll(GO_ESCAPES, unicodeEscape) : `"${text}"`;

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
