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

/**
 * A row that shares with others what they have in common: it takes a third of what an object with all fields does. It is
 * read like any other {@link Row}, and copied with `plainRow`: a spread does not find fields that are getters. These are
 * written out, because V8 makes plain reads of them, which it does not of getters that a loop defines.
 */
export class CompactRow implements Row {
  readonly blueprint: Part<"blueprint">;
  readonly health: Part<"health">;
  readonly ownership: Part<"ownership">;
  readonly family: Part<"family">;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly externalName: string;
  readonly createdAt: number;
  readonly readySince: number;
  readonly syncedSince: number;

  constructor(own: OwnFields, { blueprint, health, ownership, family }: Parts) {
    this.blueprint = blueprint;
    this.health = health;
    this.ownership = ownership;
    this.family = family;
    this.namespace = own.namespace;
    this.name = own.name;
    this.uid = own.uid;
    this.externalName = own.externalName;
    this.createdAt = own.createdAt;
    this.readySince = own.readySince;
    this.syncedSince = own.syncedSince;
  }

  get gvr() {
    return this.blueprint.gvr;
  }
  get group() {
    return this.blueprint.group;
  }
  get version() {
    return this.blueprint.version;
  }
  get kind() {
    return this.blueprint.kind;
  }
  get provider() {
    return this.blueprint.provider;
  }
  get providerConfig() {
    return this.blueprint.providerConfig;
  }
  get providerConfigKind() {
    return this.blueprint.providerConfigKind;
  }
  get managementPolicies() {
    return this.blueprint.managementPolicies;
  }
  get composition() {
    return this.blueprint.composition;
  }
  get ownComposition() {
    return this.blueprint.ownComposition;
  }
  get compositionRevision() {
    return this.blueprint.compositionRevision;
  }
  get compositionUpdatePolicy() {
    return this.blueprint.compositionUpdatePolicy;
  }
  get paused() {
    return this.health.paused;
  }
  get ready() {
    return this.health.ready;
  }
  get readyReason() {
    return this.health.readyReason;
  }
  get synced() {
    return this.health.synced;
  }
  get syncedReason() {
    return this.health.syncedReason;
  }
  get generation() {
    return this.health.generation;
  }
  get observedGeneration() {
    return this.health.observedGeneration;
  }
  get deletedAt() {
    return this.health.deletedAt;
  }
  get dangling() {
    return this.health.dangling;
  }
  get creator() {
    return this.ownership.creator;
  }
  get ownCreator() {
    return this.ownership.ownCreator;
  }
  get team() {
    return this.ownership.team;
  }
  get ownTeam() {
    return this.ownership.ownTeam;
  }
  get xrName() {
    return this.family.xrName;
  }
  get xrGroup() {
    return this.family.xrGroup;
  }
  get xrKind() {
    return this.family.xrKind;
  }
  get claimName() {
    return this.family.claimName;
  }
  get claimNamespace() {
    return this.family.claimNamespace;
  }
  get claimKind() {
    return this.family.claimKind;
  }
  get ownClaimName() {
    return this.family.ownClaimName;
  }
  get ownClaimNamespace() {
    return this.family.ownClaimNamespace;
  }
  get ownClaimKind() {
    return this.family.ownClaimKind;
  }
  get parentUid() {
    return this.family.parentUid;
  }
  get parentGroup() {
    return this.family.parentGroup;
  }
  get parentKind() {
    return this.family.parentKind;
  }
  get parentName() {
    return this.family.parentName;
  }
}
