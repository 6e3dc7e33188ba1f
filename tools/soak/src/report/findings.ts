/** What should not have happened, by kind; the first of each kind are kept in full. */
export interface Findings {
  readonly add: (kind: string, what: string) => void;
  readonly count: (kind: string) => number;
  readonly list: () => readonly { readonly kind: string; readonly count: number; readonly first: readonly string[] }[];
}

const KEPT = 5;

/** @param tell hears of those that are kept as they come: a long run is not waited for */
export function findings(tell: (text: string) => void = () => undefined): Findings {
  const kinds = new Map<string, { count: number; first: string[] }>();
  return {
    add: (kind, what) => {
      const entry = kinds.get(kind) ?? { count: 0, first: [] };
      entry.count += 1;
      if (entry.first.length < KEPT) {
        entry.first.push(what);
        tell(`${kind}: ${what}`);
      }
      kinds.set(kind, entry);
    },
    count: (kind) => kinds.get(kind)?.count ?? 0,
    list: () => [...kinds].map(([kind, { count, first }]) => ({ kind, count, first: [...first] })),
  };
}
