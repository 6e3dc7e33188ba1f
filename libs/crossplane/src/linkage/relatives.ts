import { resourceClasses } from "../row.ts";
import type { ResourceClass, Row } from "../row.ts";
import type { Rows } from "../snapshot.ts";

/** A state of an object that linkage has to look at again. */
export interface Touched {
  readonly class: ResourceClass;
  readonly row: Row;
}

/** What an object may be named by: an XR by its uid, and XRs and claims by namespace and name. */
type Name = "uid" | "xr" | "claim";

/** Is told names; true ends it. */
type Visit = (as: Name, namespace: string, name: string) => boolean;

/**
 * All names that a row bears, and all by which it may find others. They are less exact than those that linkage goes by:
 * rows that have none in common never have anything to do with each other.
 */
const namesOf: Readonly<Record<ResourceClass, (row: Row, visit: Visit) => boolean>> = {
  claim: ({ namespace, name, xrName }, visit) => visit("claim", namespace, name) || visit("xr", "", xrName),
  composite: (row, visit) =>
    visit("uid", "", row.uid) ||
    visit("xr", row.namespace, row.name) ||
    visit("claim", row.ownClaimNamespace, row.ownClaimName) ||
    visitAncestors(row, visit),
  managed: (row, visit) => visitAncestors(row, visit),
};

const visitAncestors = ({ parentUid, namespace, xrName }: Row, visit: Visit): boolean =>
  visit("uid", "", parentUid) || visit("xr", "", xrName) || (namespace !== "" && visit("xr", namespace, xrName));

/** Each leads one step further from what was touched; families are not that deep. */
const MOST_ROUNDS = 12;

/**
 * All rows on which the touched ones may have an effect, or that may have one on them, in the order of `rows`: linked by
 * themselves they come out as they would among all. `gone` are states that are among `rows` no more.
 * @returns undefined where looking further would cost more than linking all
 */
export function relativesOf(rows: Rows, touched: readonly Touched[], gone: readonly Touched[]): Rows | undefined {
  const known = knownNames();
  const found = new Set<Row>();
  for (const { row } of touched) found.add(row);
  for (const state of [...touched, ...gone]) namesOf[state.class](state.row, known.learn);

  for (let round = 0; round < MOST_ROUNDS; round++) {
    const names = known.count();
    for (const name of resourceClasses) {
      const visitNames = namesOf[name];
      rows[name].forEach((row) => {
        if (!visitNames(row, known.knows) || found.has(row)) return;
        found.add(row);
        visitNames(row, known.learn);
      });
    }
    if (known.count() === names) return only(rows, found);
  }
  return undefined;
}

const only = (rows: Rows, found: ReadonlySet<Row>): Rows => ({
  claim: rows.claim.filter((row) => found.has(row)),
  composite: rows.composite.filter((row) => found.has(row)),
  managed: rows.managed.filter((row) => found.has(row)),
});

function knownNames() {
  const known: Readonly<Record<Name, Map<string, Set<string>>>> = { uid: new Map(), xr: new Map(), claim: new Map() };
  let count = 0;
  const knows: Visit = (as, namespace, name) => name !== "" && (known[as].get(namespace)?.has(name) ?? false);
  const learn: Visit = (as, namespace, name) => {
    if (name === "" || knows(as, namespace, name)) return false;
    const inNamespace = known[as].get(namespace) ?? new Set();
    known[as].set(namespace, inNamespace.add(name));
    count += 1;
    return false;
  };
  return { knows, learn, count: () => count };
}
