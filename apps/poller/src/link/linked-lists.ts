import { resourceClasses } from "@xp-tracker/crossplane";
import type { Gvr, ResourceClass, Row, Rows, Touched } from "@xp-tracker/crossplane";
import type { Store } from "@xp-tracker/store";

/** The rows of a list as they were linked last. */
export interface LinkedList {
  readonly class: ResourceClass;
  readonly gvr: Gvr;
  /** In order. */
  readonly rows: readonly Row[];
  /** What was read, and what the rows were made from; undefined of rows that the store alone knows. */
  readonly items: readonly Row[] | undefined;
  /** Whether `rows` are one for one the items. */
  readonly isInOrder: boolean;
}

export type LinkedLists = ReadonlyMap<string, LinkedList>;

export const keyOf = ({ class: name, gvr }: Pick<LinkedList, "class" | "gvr">): string => `${name} ${gvr}`;

/** The rows of all lists together, by class. */
export function rowsOfLists(lists: LinkedLists): Rows {
  const rowsOf = (name: ResourceClass): readonly Row[] =>
    new Array<Row>().concat(...[...lists.values()].filter((list) => list.class === name).map(({ rows }) => rows));
  return { claim: rowsOf("claim"), composite: rowsOf("composite"), managed: rowsOf("managed") };
}

/** The rows that take the owner of one of these namespaces where no other is named. */
export const rowsIn = (namespaces: ReadonlySet<string>, lists: LinkedLists): readonly Touched[] =>
  namespaces.size === 0
    ? []
    : [...lists.values()].flatMap(({ class: name, rows }) =>
        rows
          .filter((row) => namespaces.has(row.namespace) || namespaces.has(row.claimNamespace))
          .map((row) => ({ class: name, row })),
      );

/** The rows that the store works on, by the list that they are from. */
export function rowsInStore(store: Store): ReadonlyMap<string, Pick<LinkedList, "class" | "gvr" | "rows">> {
  const byKey = new Map<string, Pick<LinkedList, "class" | "gvr" | "rows">>();
  for (const name of resourceClasses) {
    const rows = store[viewOf[name]]();
    // The rows of one GVR follow each other.
    for (let start = 0, end = 0; start < rows.length; start = end) {
      const gvr = rows[start]?.gvr;
      if (gvr === undefined) break;
      while (rows[end]?.gvr === gvr) end += 1;
      byKey.set(keyOf({ class: name, gvr }), { class: name, gvr, rows: rows.slice(start, end) });
    }
  }
  return byKey;
}

export const replaceRows = (store: Store, { class: name, gvr, rows }: Pick<LinkedList, "class" | "gvr" | "rows">) =>
  store[replaceOf[name]](gvr, rows, true);

const replaceOf: Readonly<Record<ResourceClass, "replaceClaims" | "replaceXRs" | "replaceMRs">> = {
  claim: "replaceClaims",
  composite: "replaceXRs",
  managed: "replaceMRs",
};

const viewOf: Readonly<Record<ResourceClass, "snapshotClaims" | "snapshotXRs" | "snapshotMRs">> = {
  claim: "snapshotClaims",
  composite: "snapshotXRs",
  managed: "snapshotMRs",
};
