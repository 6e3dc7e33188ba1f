import { recentMap } from "./recent-map.ts";
import type { RecentMapOptions } from "./recent-map.ts";

/** Gives equal texts back as one and the same string. */
export type Intern = (text: string) => string;

/**
 * An interner for texts that repeat (kinds, namespaces, reasons, names of parents): `JSON.parse` makes a new string
 * each time. It can live as long as the process, because it forgets what is no longer asked for.
 */
export function interner(options: RecentMapOptions = { limit: 250_000 }): Intern {
  const known = recentMap<string>(options);
  return (text) => {
    if (text === "") return text;
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}
