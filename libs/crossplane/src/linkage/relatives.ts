import type { ResourceClass, Row } from "../rows/row.ts";
import type { Rows } from "../snapshot.ts";

/** A state of an object that linkage has to look at again. */
export interface Touched {
  readonly class: ResourceClass;
  readonly row: Row;
}

/** Is asked about, or told, each name; true ends it. */
interface NameVisitor {
  readonly uid: (uid: string) => boolean;
  readonly xr: (namespace: string, name: string) => boolean;
  readonly claim: (namespace: string, name: string) => boolean;
}

/**
 * All names that a row bears, and all by which it may find others. They are less exact than those that linkage goes by:
 * rows that have none in common never have anything to do with each other.
 */
const visitNames: Readonly<Record<ResourceClass, (row: Row, visit: NameVisitor) => boolean>> = {
  claim: (row, visit) => visit.claim(row.namespace, row.name) || visit.xr("", row.xrName),
  composite: (row, visit) =>
    visit.uid(row.uid) ||
    visit.xr(row.namespace, row.name) ||
    visit.claim(row.ownClaimNamespace, row.ownClaimName) ||
    visitAncestors(row, visit),
  managed: (row, visit) => visitAncestors(row, visit),
};

const visitAncestors = (row: Row, visit: NameVisitor): boolean =>
  visit.uid(row.parentUid) || visit.xr("", row.xrName) || (row.namespace !== "" && visit.xr(row.namespace, row.xrName));

/** Each leads one step further from what was touched; families are not that deep. */
const MOST_ROUNDS = 12;

/**
 * All rows on which the touched ones may have an effect, or that may have one on these, in the order of `rows`: linked by
 * themselves they come out as they would among all. `gone` are states that are among `rows` no more.
 * @returns undefined where looking further would cost more than linking all
 */
export function relativesOf(rows: Rows, touched: readonly Touched[], gone: readonly Touched[]): Rows | undefined {
  const names = knownNames();
  const found = new Set<Row>();
  for (const { row } of touched) found.add(row);
  for (const state of [...touched, ...gone]) visitNames[state.class](state.row, names.learn);

  /** Whether anything was learned that may lead to more. */
  const look = (name: ResourceClass): boolean => {
    const [visit, count] = [visitNames[name], names.count()];
    rows[name].forEach((row) => {
      if (!visit(row, names.knows) || found.has(row)) return;
      found.add(row);
      visit(row, names.learn);
    });
    return names.count() !== count;
  };

  // Nothing is found by way of an MR: alone, they are of no matter to each other.
  const areOfMatter = [...touched, ...gone].some((state) => state.class !== "managed");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const isLearning = [look("claim"), look("composite")].includes(true);
    if (!isLearning && !(areOfMatter && look("managed"))) return only(rows, found);
  }
  return undefined;
}

const only = (rows: Rows, found: ReadonlySet<Row>): Rows => ({
  claim: rows.claim.filter((row) => found.has(row)),
  composite: rows.composite.filter((row) => found.has(row)),
  managed: rows.managed.filter((row) => found.has(row)),
});

function knownNames() {
  const [uids, xrs, claims] = [namesKnown(), namesKnown(), namesKnown()];
  const knows: NameVisitor = { uid: (uid) => uids.has("", uid), xr: xrs.has, claim: claims.has };
  const learn: NameVisitor = { uid: (uid) => uids.add("", uid), xr: xrs.add, claim: claims.add };
  return { knows, learn, count: () => uids.count() + xrs.count() + claims.count() };
}

function namesKnown() {
  // By name first: of most rows that alone is not known.
  const namespacesOf = new Map<string, Set<string>>();
  let count = 0;
  const has = (namespace: string, name: string): boolean => namespacesOf.get(name)?.has(namespace) ?? false;
  const add = (namespace: string, name: string): false => {
    if (name === "" || has(namespace, name)) return false;
    namespacesOf.set(name, (namespacesOf.get(name) ?? new Set()).add(namespace));
    count += 1;
    return false;
  };
  return { has, add, count: () => count };
}
