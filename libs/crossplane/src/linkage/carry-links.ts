import { changeRow } from "../rows/make-row.ts";
import type { ResourceClass, Row } from "../rows/row.ts";

/**
 * What linkage found for `before`, an earlier state of the object, and finds for this one too, while their relatives stay
 * as they are. Undefined where the two differ in something that linkage looks at.
 */
export const linksOf = (row: Row, before: Row, resourceClass: ResourceClass): Partial<Row> | undefined =>
  looksTheSame[resourceClass](row, before) ? found[resourceClass](before) : undefined;

/** The row with {@link linksOf} the earlier state, undefined without: `before` where all is equal, `row` where it has them. */
export function carryLinks(row: Row, before: Row, resourceClass: ResourceClass): Row | undefined {
  if (!looksTheSame[resourceClass](row, before)) return undefined;
  return isRestEqual(row, before) ? before : changeRow(row, found[resourceClass](before));
}

// Not loops over names of fields: they take ten times as long, and where all is listed every row of a cycle comes by here.

/** All that linkage looks at, in any row. */
const lookTheSame = (a: Row, b: Row): boolean =>
  a.gvr === b.gvr &&
  a.group === b.group &&
  a.kind === b.kind &&
  a.namespace === b.namespace &&
  a.name === b.name &&
  a.uid === b.uid &&
  a.ownCreator === b.ownCreator &&
  a.ownTeam === b.ownTeam &&
  a.ownComposition === b.ownComposition &&
  a.xrName === b.xrName &&
  a.ownClaimName === b.ownClaimName &&
  a.ownClaimNamespace === b.ownClaimNamespace &&
  a.ownClaimKind === b.ownClaimKind &&
  a.parentUid === b.parentUid &&
  a.parentGroup === b.parentGroup &&
  a.parentKind === b.parentKind &&
  a.parentName === b.parentName;

/** Linkage finds other fields of claims than of the others: what it finds of these is what a claim itself says. */
const claimsLookTheSame = (a: Row, b: Row): boolean =>
  lookTheSame(a, b) &&
  a.xrGroup === b.xrGroup &&
  a.xrKind === b.xrKind &&
  a.claimName === b.claimName &&
  a.claimNamespace === b.claimNamespace &&
  a.claimKind === b.claimKind;

const looksTheSame: Readonly<Record<ResourceClass, (a: Row, b: Row) => boolean>> = {
  claim: claimsLookTheSame,
  composite: lookTheSame,
  managed: lookTheSame,
};

/** What linkage neither looks at nor finds. */
const isRestEqual = (a: Row, b: Row): boolean =>
  a.version === b.version &&
  a.compositionRevision === b.compositionRevision &&
  a.compositionUpdatePolicy === b.compositionUpdatePolicy &&
  a.paused === b.paused &&
  a.ready === b.ready &&
  a.readyReason === b.readyReason &&
  a.readySince === b.readySince &&
  a.synced === b.synced &&
  a.syncedReason === b.syncedReason &&
  a.syncedSince === b.syncedSince &&
  a.generation === b.generation &&
  a.observedGeneration === b.observedGeneration &&
  a.createdAt === b.createdAt &&
  a.deletedAt === b.deletedAt &&
  a.provider === b.provider &&
  a.providerConfig === b.providerConfig &&
  a.providerConfigKind === b.providerConfigKind &&
  a.externalName === b.externalName &&
  a.managementPolicies === b.managementPolicies;

const foundOfClaims = ({ creator, team, composition, dangling }: Row): Partial<Row> => ({
  creator,
  team,
  composition,
  dangling,
});

const foundOfOthers = (row: Row): Partial<Row> => ({
  ...foundOfClaims(row),
  claimName: row.claimName,
  claimNamespace: row.claimNamespace,
  claimKind: row.claimKind,
  xrGroup: row.xrGroup,
  xrKind: row.xrKind,
});

/** All that linkage finds. */
const found: Readonly<Record<ResourceClass, (row: Row) => Partial<Row>>> = {
  claim: foundOfClaims,
  composite: foundOfOthers,
  managed: foundOfOthers,
};
