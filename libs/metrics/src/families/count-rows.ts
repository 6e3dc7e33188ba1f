import type { Row } from "@xp-tracker/crossplane";

export type CountLabel = "group" | "kind" | "namespace" | "composition" | "creator" | "team" | "provider";

export interface Count {
  readonly values: readonly string[];
  readonly total: number;
  readonly ready: number;
}

interface Branch {
  readonly branches: Map<string, Branch>;
  total: number;
  ready: number;
}

/** Counts rows by their values of some fields, in the order in which the values first come. */
export function countRows(rows: readonly Row[], labels: readonly CountLabel[]): readonly Count[] {
  // A tree, one level for each label: looking short strings up is several times cheaper than joining them to one key.
  const root = newBranch();
  for (const row of rows) {
    let branch = root;
    for (const label of labels) branch = branchOf(branch, row[label]);
    branch.total += 1;
    branch.ready += row.ready === 1 ? 1 : 0;
  }
  return leaves(root, [], labels.length);
}

/** The counts of all lists as one, as if their rows had been counted together. */
export function sumCounts(lists: Iterable<readonly Count[]>, depth: number): readonly Count[] {
  const root = newBranch();
  for (const counts of lists) {
    for (const { values, total, ready } of counts) {
      const branch = values.reduce(branchOf, root);
      branch.total += total;
      branch.ready += ready;
    }
  }
  return leaves(root, [], depth);
}

const newBranch = (): Branch => ({ branches: new Map(), total: 0, ready: 0 });

function branchOf(parent: Branch, text: string): Branch {
  const known = parent.branches.get(text);
  if (known !== undefined) return known;
  // What becomes the same text on the page, where lone surrogates cannot stand, is the same value.
  const value = text.toWellFormed();
  const branch = parent.branches.get(value) ?? newBranch();
  parent.branches.set(value, branch);
  return branch;
}

function leaves({ branches, total, ready }: Branch, values: readonly string[], depth: number): readonly Count[] {
  if (depth === 0) return total === 0 ? [] : [{ values, total, ready }];
  return [...branches].flatMap(([value, branch]) => leaves(branch, [...values, value], depth - 1));
}
