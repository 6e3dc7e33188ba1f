import type { Row } from "../rows/row.ts";
import { namesItself } from "./names-itself.ts";
import { indexBy, indexUnique, isSameObject } from "./row-index.ts";

/** How XRs descend from each other, and how other rows descend from XRs. */
export interface FamilyTree {
  /** Every XR, parents before their children, roots before all others. */
  readonly topDown: readonly Row[];
  /** Whether the controller owner is among the XRs. */
  hasParent(row: Row): boolean;
  /** The direct parent. Rows whose owner references run in a circle have none. */
  parentOf(row: Row): Row | undefined;
  /** The XR at the top, by the parents, else by the composite label where only one XR can be meant. */
  rootOf(row: Row): Row | undefined;
  /** The parent, else the root: the closest XR that is known. */
  nearestTo(row: Row): Row | undefined;
}

export function familyTree(xrs: readonly Row[]): FamilyTree {
  const byUid = indexBy(xrs, ({ uid }) => uid);
  const controllerOf = (row: Row): Row | undefined => byUid.get(row.parentUid);
  const isRoot = (row: Row): boolean => row.parentUid === "" || (namesItself(row) && controllerOf(row) === undefined);
  const top = xrs.filter(isRoot);
  const { topDown, circular } = sortTopDown([...top, ...xrs], controllerOf);
  const parentOf = (row: Row): Row | undefined => (circular.has(row) ? undefined : controllerOf(row));

  const labelled = rootsByLabel(top);
  const roots = new Map<Row, Row | undefined>();
  const rootOf = (row: Row): Row | undefined => {
    const parent = parentOf(row);
    return (parent && (isRoot(parent) ? parent : roots.get(parent))) ?? labelled(row);
  };
  for (const row of topDown) roots.set(row, rootOf(row));

  return {
    topDown,
    hasParent: (row) => controllerOf(row) !== undefined,
    parentOf,
    rootOf,
    nearestTo: (row) => parentOf(row) ?? rootOf(row),
  };
}

function sortTopDown(starts: readonly Row[], controllerOf: (row: Row) => Row | undefined) {
  const sorted = new Set<Row>();
  const circular = new Set<Row>();
  for (const start of starts) {
    const path = new Set<Row>();
    let row: Row | undefined = start;
    for (; row !== undefined && !sorted.has(row) && !path.has(row); row = controllerOf(row)) path.add(row);
    const upwards = [...path];
    if (row !== undefined && path.has(row))
      for (const member of upwards.slice(upwards.indexOf(row))) circular.add(member);
    for (const member of upwards.toReversed()) sorted.add(member);
  }
  return { topDown: [...sorted], circular };
}

/** The label gives a name only, so it counts just where one root XR bears it: in the row's namespace, or cluster-scoped. */
function rootsByLabel(top: readonly Row[]): (row: Row) => Row | undefined {
  const roots = indexUnique(top, ({ namespace, name }) => `${namespace}/${name}`);
  const named = ({ namespace, xrName }: Row): Row | undefined => {
    if (xrName === "") return undefined;
    const [nearby, clusterWide] = [`${namespace}/${xrName}`, `/${xrName}`];
    if (namespace === "" || !roots.has(nearby)) return roots.get(clusterWide);
    return roots.has(clusterWide) ? undefined : roots.get(nearby);
  };
  return (row) => {
    const root = named(row);
    return root !== undefined && !isSameObject(root, row) && mayDescendFrom(root, row) ? root : undefined;
  };
}

/** Where the controller bears the name of the label it is the root itself, and tells the kind that the label does not. */
const mayDescendFrom = (root: Row, { parentUid, parentName, parentGroup, parentKind, xrName }: Row): boolean =>
  parentUid === "" || parentName !== xrName || (root.group === parentGroup && root.kind === parentKind);
