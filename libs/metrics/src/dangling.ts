import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { distinctRows } from "./distinct-rows.ts";

/** A row and the link of it whose other end is gone. */
export interface DanglingLink {
  readonly row: Row;
  readonly link: "composite" | "claim" | "parent";
}

/**
 * The dangling links of one class, ordered as its rows.
 *
 * Only what was read can be missed: a link is left alone while a source that could hold its other end was never read.
 */
export function danglingLinks(snapshot: Snapshot, resourceClass: ResourceClass): readonly DanglingLink[] {
  const rules = rulesOfClass[resourceClass].map(({ link, open }) => ({ link, isDangling: open(snapshot) }));
  return distinctRows(snapshot.rows[resourceClass]).flatMap((row) =>
    rules.filter(({ isDangling }) => isDangling(row)).map(({ link }) => ({ row, link })),
  );
}

interface Rule {
  readonly link: DanglingLink["link"];
  /** Indexes the snapshot once, for many rows. */
  readonly open: (snapshot: Snapshot) => (row: Row) => boolean;
}

const compositeGone: Rule = {
  link: "composite",
  open: ({ rows, sources }) => {
    const held = new Set(rows.composite.map((xr) => key(xr.group, xr.kind, xr.namespace, xr.name)));
    const unread = unreadGroups(sources, "composite");
    return (claim) =>
      claim.xrName !== "" &&
      // Snapshots of the original know the name alone, which identifies nothing.
      claim.xrKind !== "" &&
      !unread.has(claim.xrGroup) &&
      !held.has(key(claim.xrGroup, claim.xrKind, "", claim.xrName));
  },
};

const claimGone: Rule = {
  link: "claim",
  open: ({ rows, sources }) => {
    const held = new Set(rows.claim.map((claim) => key(claim.namespace, claim.name)));
    const unread = unreadGroups(sources, "claim");
    return (xr) => xr.ownClaimName !== "" && unread.size === 0 && !held.has(key(xr.ownClaimNamespace, xr.ownClaimName));
  },
};

const parentGone: Rule = {
  link: "parent",
  open: ({ rows, sources }) => {
    const held = new Set([...rows.composite, ...rows.managed].map((row) => row.uid));
    const unread = unreadGroups(sources, "composite");
    return (row) => isComposed(row) && !unread.has(row.parentGroup) && !held.has(row.parentUid);
  },
};

const rulesOfClass: Readonly<Record<ResourceClass, readonly Rule[]>> = {
  claim: [compositeGone],
  composite: [claimGone, parentGone],
  managed: [parentGone],
};

/** Other controllers own objects too: only what has the composite label is Crossplane's child; a root XR names itself. */
const isComposed = (row: Row): boolean => row.parentUid !== "" && row.xrName !== "" && row.xrName !== row.name;

const unreadGroups = (sources: Snapshot["sources"], resourceClass: ResourceClass): ReadonlySet<string> =>
  new Set(
    sources
      .filter((source) => source.class === resourceClass && source.lastSuccess === 0)
      .map((source) => source.gvr.slice(0, source.gvr.indexOf("/"))),
  );

const key = (...parts: readonly string[]): string => parts.join("\n");
