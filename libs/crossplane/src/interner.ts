/** Gives equal texts back as one and the same string. */
export type Intern = (text: string) => string;

export interface InternerOptions {
  /** Most texts that are held. */
  readonly limit?: number;
  /** Milliseconds on a clock that does not jump. */
  readonly now?: () => number;
}

/** A text that nobody asked for in this time, or twice that, is forgotten. */
const FORGOTTEN_AFTER_MS = 600_000;

/**
 * An interner for texts that repeat (kinds, namespaces, reasons, names of parents): `JSON.parse` makes a new string
 * each time. It can live as long as the process, because it forgets what is no longer asked for.
 */
export function interner({ limit = 250_000, now = () => performance.now() }: InternerOptions = {}): Intern {
  let [recent, older] = [new Map<string, string>(), new Map<string, string>()];
  let turnedAt = now();
  return (text) => {
    if (text === "") return text;
    const same = recent.get(text);
    if (same !== undefined) return same;
    if (recent.size >= limit / 2 || now() - turnedAt >= FORGOTTEN_AFTER_MS) {
      [recent, older] = [new Map(), recent];
      turnedAt = now();
    }
    const first = older.get(text) ?? text;
    recent.set(first, first);
    return first;
  };
}
