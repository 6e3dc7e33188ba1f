import { linkAll, relativesOf, resourceClasses } from "@xp-tracker/crossplane";
import type { LinkedWith, Row, Touched } from "@xp-tracker/crossplane";
import { keyOf, rowsOfLists } from "./linked-lists.ts";
import type { LinkedList, LinkedLists } from "./linked-lists.ts";

/**
 * The lists with the touched rows linked, and whatever these have an effect on: rows that come out as they were stay the
 * very same, and so do arrays that hold no others.
 * @returns undefined where it would cost more than to link all
 */
export function relink(
  lists: LinkedLists,
  { touched, gone }: { readonly touched: readonly Touched[]; readonly gone: readonly Touched[] },
  linkedWith: () => LinkedWith,
): LinkedLists | undefined {
  if (touched.length === 0 && gone.length === 0) return lists;
  const relatives = relativesOf(rowsOfLists(lists), touched, gone);
  if (relatives === undefined) return undefined;
  const linked = linkAll(relatives, linkedWith());

  const changes = new Map<Row, Row>();
  const changedLists = new Set<string>();
  for (const name of resourceClasses) {
    for (const [index, row] of relatives[name].entries()) {
      const now = linked[name][index];
      if (now === undefined || now === row) continue;
      changes.set(row, now);
      changedLists.add(keyOf({ class: name, gvr: row.gvr }));
    }
  }
  const changed = (list: LinkedList): LinkedList => ({
    ...list,
    rows: list.rows.map((row) => changes.get(row) ?? row),
  });
  return new Map([...lists].map(([key, list]) => [key, changedLists.has(key) ? changed(list) : list]));
}
