/** Gives equal texts back as one and the same string. */
export type Intern = (text: string) => string;

/**
 * An interner for texts that repeat (kinds, namespaces, reasons, teams): `JSON.parse` makes a new string each time.
 * It starts anew when it holds `limit` texts, so that it can live as long as the process.
 */
export function interner(limit = 50_000): Intern {
  let known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size >= limit) known = new Map();
    known.set(text, text);
    return text;
  };
}
