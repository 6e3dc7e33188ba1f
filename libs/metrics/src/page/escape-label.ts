const special = /[\\"\n]/g;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/**
 * Escapes a label value as both exposition formats want it; all other characters, control characters too, are legal.
 * Lone surrogates become U+FFFD when the text is encoded as UTF-8.
 */
export const escapeLabel = (value: string): string => value.replace(special, (found) => escapes[found] ?? found);
