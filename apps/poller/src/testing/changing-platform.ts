import { gvrParts, interner, rowReader } from "@xp-tracker/crossplane";
import type { DiscoveredType, Row } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { typeOf } from "./fake-cluster.ts";

/** Two of each class, one that is namespaced and one that is not; claims always are. */
export const types: readonly DiscoveredType[] = [
  typeOf("claim", "Database", true),
  typeOf("claim", "Shop", true),
  typeOf("composite", "XDatabase", false),
  typeOf("composite", "XShop", true),
  typeOf("managed", "Bucket", false),
  typeOf("managed", "Instance", true),
];
const [, , xdatabases, xshops] = types;

const settings = {
  creatorAnnotationKey: "creator",
  teamAnnotationKey: "team",
  compositionLabelKey: "composition",
  compositeLabelKey: "composite",
};

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

// So few names that references meet, miss, collide and run in circles all the time.
const name = fc.constantFrom("a", "b");
const namespace = fc.constantFrom("n1", "n2");
const orNone = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const xrType = fc.constantFrom("XDatabase", "XShop");
/** An object that is deleted and made again has another. */
const uidOf = (kind: string, of: { namespace: string; name: string; life: number }): string =>
  `${kind} ${of.namespace} ${of.name} ${of.life}`;
const life = fc.constantFrom(0, 1);

const fields = {
  life,
  parent: orNone(fc.record({ kind: xrType, namespace, name, life })),
  composite: orNone(name),
  labelledClaim: orNone(fc.record({ namespace, name })),
  claimRef: orNone(fc.record({ kind: fc.constantFrom("Database", "Shop"), namespace, name })),
  resourceRef: orNone(fc.record({ kind: xrType, name })),
  composition: orNone(name),
  creator: orNone(name),
  team: orNone(name),
  ready: fc.constantFrom("True", "False"),
  transition: fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
  deletionTimestamp: orNone(fc.constant("2026-01-03T00:00:00Z")),
};
const said = fc.record(fields);
type Said = ValueOf<typeof said>;

const one = { type: fc.constantFrom(...types), namespace, name };
/** An object that comes, whatever was there, or goes. */
const edit = fc.record({ ...one, said: orNone(said) });
/** What an object that is there says otherwise; mostly one thing alone. */
const change = fc.record({
  ...one,
  said: fc.oneof(
    ...Object.entries(fields).map(([field, value]) => fc.record({ [field]: value as fc.Arbitrary<unknown> })),
  ),
});
const mostlyAsBefore = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 6 }, { arbitrary: value, weight: 1 });

/** What happens until the next cycle, and how that one reads it. */
export const step = fc.record({
  edits: fc.array(edit, { maxLength: 3 }),
  changes: fc.array(change, { maxLength: 3 }),
  failing: fc.subarray(types.map(({ gvr }) => gvr)).filter(({ length }) => length < 3),
  /** The namespace that names an owner. */
  owned: mostlyAsBefore(fc.constantFrom("", "n1", "n2")),
  isDiscoveryComplete: mostlyAsBefore(fc.boolean()),
  /** Whether the reader knows what it gave before, as a watch does. */
  isWatched: fc.constantFrom(true, true, false),
  takesLinked: fc.boolean(),
  isReversed: fc.constantFrom(false, false, false, true),
});
/** What there is before the first cycle. */
export const beginning = fc.array(edit, { maxLength: 20 });
export type Step = ValueOf<typeof step>;

const placeOf = (type: DiscoveredType, at: { namespace: string; name: string }): string =>
  `${type.namespaced ? at.namespace : ""}/${at.name}`;

function objectOf(type: DiscoveredType, key: string, of: Said): unknown {
  const [inNamespace = "", itsName = ""] = key.split("/");
  const { parent, labelledClaim, claimRef, resourceRef, composition, creator, team } = of;
  const parentType = parent?.kind === "XShop" ? xshops : xdatabases;
  const parentPlace = { namespace: parentType?.namespaced ? (parent?.namespace ?? "") : "", name: parent?.name ?? "" };
  const apiVersion = `${gvrParts(type.gvr).group}/v1`;
  const owner = parent && {
    apiVersion,
    kind: parent.kind,
    name: parent.name,
    uid: uidOf(parent.kind, { ...parentPlace, life: parent.life }),
    controller: true,
  };
  return {
    apiVersion,
    kind: type.kind,
    metadata: {
      name: itsName,
      namespace: inNamespace,
      uid: uidOf(type.kind, { namespace: inNamespace, name: itsName, life: of.life }),
      annotations: { creator, team },
      labels: {
        composite: of.composite,
        "crossplane.io/claim-name": labelledClaim?.name,
        "crossplane.io/claim-namespace": labelledClaim?.namespace,
      },
      ownerReferences: owner === undefined ? [] : [owner],
      deletionTimestamp: of.deletionTimestamp,
    },
    spec: {
      claimRef: claimRef && { apiVersion, ...claimRef },
      resourceRef: resourceRef && { apiVersion, ...resourceRef },
      compositionRef: { name: composition },
    },
    status: { conditions: [{ type: "Ready", status: of.ready, lastTransitionTime: of.transition }] },
  };
}

interface Kept {
  readonly of: Said;
  readonly row: Row;
}

/** Objects that come, change and go, and the rows that a reader keeps of them, list by list. */
export function changingPlatform() {
  const objects = new Map<DiscoveredType, Map<string, Said>>(types.map((type) => [type, new Map()]));
  const kept = new Map<DiscoveredType, Map<string, Kept>>();
  const given = new Map<DiscoveredType, readonly Row[]>();
  const intern = interner();

  const objectsOf = (type: DiscoveredType) => [...(objects.get(type) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const read = (type: DiscoveredType, key: string, of: Said, before?: Row): Row => {
    const row = rowReader(type, settings, intern)(objectOf(type, key, of), before);
    if (row === undefined) throw new Error("an object without a name");
    return row;
  };
  const fresh = (type: DiscoveredType): readonly Row[] => objectsOf(type).map(([key, of]) => read(type, key, of));

  const happen = ({ edits, changes = [] }: Pick<Step, "edits"> & Partial<Step>): void => {
    for (const { type, said: says, ...at } of edits) {
      if (says === undefined) objects.get(type)?.delete(placeOf(type, at));
      else objects.get(type)?.set(placeOf(type, at), says);
    }
    for (const { type, said: says, ...at } of changes) {
      const was = objects.get(type)?.get(placeOf(type, at));
      if (was !== undefined) objects.get(type)?.set(placeOf(type, at), { ...was, ...says });
    }
  };

  /** What did not change is not read again: the very same array where nothing did. */
  const watched = (type: DiscoveredType, isReversed: boolean): readonly Row[] => {
    const keptBefore = kept.get(type);
    const keep = (key: string, of: Said): Kept => {
      const was = keptBefore?.get(key);
      return was?.of === of ? was : { of, row: read(type, key, of, was?.row) };
    };
    const now = objectsOf(type).map(([key, of]) => [key, keep(key, of)] as const);
    kept.set(type, new Map(isReversed ? now.toReversed() : now));
    const [before, rows] = [given.get(type), [...(kept.get(type)?.values() ?? [])].map(({ row }) => row)];
    if (before?.length === rows.length && rows.every((row, index) => row === before[index])) return before;
    given.set(type, rows);
    return rows;
  };

  return {
    happen,
    /** As from the beginning. */
    fresh,
    /** As the reader of a poller gives them. */
    items(type: DiscoveredType, { isWatched, isReversed }: Step): readonly Row[] {
      if (isWatched) return watched(type, isReversed);
      return isReversed ? fresh(type).toReversed() : fresh(type);
    },
    /** Keeps linked rows in place of those that it gave. */
    takeLinked(items: readonly Row[], rows: readonly Row[]): void {
      const [type] = [...given].find(([, ofList]) => ofList === items) ?? [];
      if (type === undefined) return;
      const linked = rows.values();
      const shared = [...(kept.get(type) ?? [])].map(
        ([key, { of, row }]) => [key, { of, row: linked.next().value ?? row }] as const,
      );
      kept.set(type, new Map(shared));
      for (const [index, row] of rows.entries()) (items as Row[])[index] = row;
    },
  };
}
