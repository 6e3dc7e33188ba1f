import { sortRows } from "@xp-tracker/crossplane";
import type { Gvr, Row } from "@xp-tracker/crossplane";

/** The rows of one class, by GVR, with a flat view that is built anew only after a change. */
export interface WorkingRows {
  /** With `asItIs` the array is in order, and its owner does not change it any more. */
  readonly replace: (gvr: Gvr, items: readonly Row[], asItIs?: boolean) => void;
  readonly retain: (gvrs: ReadonlySet<Gvr>) => void;
  /** All rows in the order of `compareRows`; the same array until something changes. Never changed afterwards. */
  readonly all: () => readonly Row[];
  /** Takes rows that were derived from {@link all}, one for one and in its order. */
  readonly relink: (rows: readonly Row[]) => void;
  readonly adopt: (rows: readonly Row[]) => void;
  readonly count: () => number;
}

export function workingRows(): WorkingRows {
  const byGvr = new Map<Gvr, readonly Row[]>();
  /** What the rows of each GVR were taken from. */
  const given = new Map<Gvr, readonly Row[]>();
  let count = 0;
  let view: readonly Row[] | undefined;

  const gvrs = (): Gvr[] => [...byGvr.keys()].toSorted();
  const changed = (): void => {
    view = undefined;
  };
  const replace = (gvr: Gvr, items: readonly Row[], asItIs = false): void => {
    if (given.get(gvr) === items) return;
    given.set(gvr, items);
    const before = byGvr.get(gvr) ?? [];
    if (items.length === 0 && before.length === 0) return;
    count += items.length - before.length;
    if (items.length === 0) byGvr.delete(gvr);
    // A copy, where the caller's array may change later; sorted here, so that a cycle sorts only what was listed.
    else byGvr.set(gvr, asItIs ? items : sortRows([...items], before));
    changed();
  };
  // Not `flat`: it takes six times as long, and makes three arrays on the way.
  const rowsOfAll = (): Row[] => new Array<Row>().concat(...gvrs().map((gvr) => byGvr.get(gvr) ?? []));
  const all = (): readonly Row[] => (view ??= Object.freeze(rowsOfAll()));

  return {
    replace,
    all,
    count: () => count,
    retain(kept) {
      for (const gvr of byGvr.keys()) if (!kept.has(gvr)) replace(gvr, []);
      for (const gvr of given.keys()) if (!kept.has(gvr)) given.delete(gvr);
    },
    relink(rows) {
      if (rows === all()) return;
      let start = 0;
      for (const gvr of gvrs()) {
        const end = start + (byGvr.get(gvr)?.length ?? 0);
        byGvr.set(gvr, rows.slice(start, end));
        start = end;
      }
      changed();
      view = Object.freeze(rows);
    },
    adopt(rows) {
      byGvr.clear();
      given.clear();
      for (const [gvr, items] of Map.groupBy(rows, (row) => row.gvr)) byGvr.set(gvr, sortRows(items));
      count = rows.length;
      changed();
    },
  };
}
