import type { Row } from "./row.ts";

/**
 * Takes the fields out of a row that many rows have in common, by what makes them alike: their type and composition, that
 * they are well, who made them, the XR that composed them. Each part is one object for all rows that agree in it.
 */
export const partOf = {
  blueprint: ({
    gvr,
    group,
    version,
    kind,
    provider,
    providerConfig,
    providerConfigKind,
    managementPolicies,
    composition,
    ownComposition,
    compositionRevision,
    compositionUpdatePolicy,
  }: Row) => ({
    gvr,
    group,
    version,
    kind,
    provider,
    providerConfig,
    providerConfigKind,
    managementPolicies,
    composition,
    ownComposition,
    compositionRevision,
    compositionUpdatePolicy,
  }),
  health: ({
    paused,
    ready,
    readyReason,
    synced,
    syncedReason,
    generation,
    observedGeneration,
    deletedAt,
    dangling,
  }: Row) => ({
    paused,
    ready,
    readyReason,
    synced,
    syncedReason,
    generation,
    observedGeneration,
    deletedAt,
    dangling,
  }),
  ownership: ({ creator, ownCreator, team, ownTeam }: Row) => ({ creator, ownCreator, team, ownTeam }),
  family: ({
    xrName,
    xrGroup,
    xrKind,
    claimName,
    claimNamespace,
    claimKind,
    ownClaimName,
    ownClaimNamespace,
    ownClaimKind,
    parentUid,
    parentGroup,
    parentKind,
    parentName,
  }: Row) => ({
    xrName,
    xrGroup,
    xrKind,
    claimName,
    claimNamespace,
    claimKind,
    ownClaimName,
    ownClaimNamespace,
    ownClaimKind,
    parentUid,
    parentGroup,
    parentKind,
    parentName,
  }),
} as const satisfies Readonly<Record<string, (row: Row) => Partial<Row>>>;

type PartName = keyof typeof partOf;
export type Part<N extends PartName> = Readonly<ReturnType<(typeof partOf)[N]>>;
export type Parts = { readonly [N in PartName]: Part<N> };

/** The fields that differ from object to object. */
export type OwnFields = Omit<Row, { [N in PartName]: keyof Part<N> }[PartName]>;
