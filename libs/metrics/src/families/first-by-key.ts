/** The first item of each key, in the order of the keys (by UTF-16 code units, whatever the locale). */
export function firstByKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return [...first].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
