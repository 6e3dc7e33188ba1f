import type { Collection } from "./collection.ts";
import { bulkLoad } from "./bulk-load.ts";
import { builtInTypes, crdOf, crossplaneTypes } from "./core-types.ts";
import { CRDS, crdsDefinedBy, defaulted, definingTypes } from "./definitions.ts";
import { completed, removed, sameIdentity } from "./identity.ts";
import { joinApiVersion } from "./kube-object.ts";
import type { KubeObject } from "./kube-object.ts";
import { kubeRandom } from "./random.ts";
import { createRegistry } from "./registry.ts";
import { typeName, typeOfCrd } from "./served-type.ts";
import type { ServedType } from "./served-type.ts";
import { fromStored, keyOf, sameContent, toStored } from "./stored.ts";
import type { Stored } from "./stored.ts";

export interface ClusterOptions {
  /** False for a Crossplane 1.x cluster: the type ManagedResourceDefinition does not exist. */
  readonly mrds?: boolean;
  readonly seed?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** The state of the control plane: types, and objects under one counter of resourceVersions. */
export interface Cluster {
  readonly now: () => number;
  readonly resourceVersion: () => number;
  readonly types: () => readonly ServedType[];
  /** By `plural.group`. */
  readonly type: (name: string) => ServedType | undefined;
  readonly typeOfKind: (group: string, kind: string) => ServedType | undefined;
  /** @throws for a type that is not served */
  readonly objects: (type: ServedType) => Collection;
  /** Parsed, at the storage version; undefined when it is not there. */
  readonly read: (type: ServedType, namespace: string, name: string) => KubeObject | undefined;
  /** Creates or replaces; uid and creationTimestamp are kept, else given. A write that changes nothing is none. */
  readonly write: (type: ServedType, object: KubeObject) => Stored;
  /** Does nothing where there is no such object. */
  readonly remove: (type: ServedType, namespace: string, name: string) => void;
  /** Takes objects in any order and without events; returns those whose kind is not served. */
  readonly load: (objects: Iterable<KubeObject>) => readonly KubeObject[];
  readonly count: () => number;
  /** Forgets every old version, as a compaction of the database does. */
  readonly compact: () => void;
}

export function createCluster(options: ClusterOptions = {}): Cluster {
  const { mrds = true, seed = 1, now = Date.now } = options;
  const uids = kubeRandom(seed ^ 0x5eed);
  const registry = createRegistry();
  const { objects } = registry;
  let counter = 1;
  const crdType = builtInTypes.find((type) => typeName(type) === CRDS) as ServedType;

  const complete = (type: ServedType, object: KubeObject, resourceVersion: number): KubeObject =>
    completed(type, defaulted(type, object, now()), resourceVersion, { uid: uids.uuid, nowMs: now() });

  const parsed = (type: ServedType, stored: Stored): KubeObject =>
    fromStored(stored, joinApiVersion(type.group, type.storageVersion), type.kind);

  const read = (type: ServedType, namespace: string, name: string): KubeObject | undefined => {
    const stored = objects(type).get(keyOf(namespace, name));
    return stored && parsed(type, stored);
  };

  const drop = (type: ServedType, before: Stored): void => {
    counter += 1;
    const change = { resourceVersion: counter, before, after: undefined, deleted: removed(before, counter) };
    objects(type).apply(change);
  };

  /** What the API server and Crossplane do once a definition is written. */
  const follow = (type: ServedType, stored: Stored): void => {
    const object = parsed(type, stored);
    const served = typeName(type) === CRDS ? typeOfCrd(object) : undefined;
    if (served !== undefined) registry.serve(served, counter);
    for (const input of crdsDefinedBy(type, object)) {
      const crd = read(crdType, "", `${input.plural}.${input.group}`);
      const own = crd?.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true;
      // A CRD that was loaded by itself says more than a definition does.
      if (crd === undefined || own) write(crdType, crdOf(input, now()));
    }
  };

  const write = (type: ServedType, object: KubeObject): Stored => {
    const { namespace = "default", name } = object.metadata;
    const before = objects(type).get(keyOf(type.namespaced ? namespace : "", name));
    const next = complete(type, sameIdentity(object, before), counter + 1);
    if (before !== undefined && sameContent(before, next)) return before;
    counter += 1;
    const after = toStored(next);
    objects(type).apply({ resourceVersion: counter, before, after, deleted: undefined });
    if (definingTypes.includes(typeName(type))) follow(type, after);
    return after;
  };

  const remove = (type: ServedType, namespace: string, name: string): void => {
    const before = objects(type).get(keyOf(namespace, name));
    if (before === undefined) return;
    drop(type, before);
    const served = typeName(type) === CRDS ? registry.type(name) : undefined;
    if (served !== undefined) {
      for (const stored of objects(served).all()) drop(served, stored);
      registry.retire(served);
    }
    for (const input of crdsDefinedBy(type, parsed(type, before)))
      remove(crdType, "", `${input.plural}.${input.group}`);
  };

  const prepare = (type: ServedType, object: KubeObject): Stored => {
    const own = Number(object.metadata.resourceVersion ?? 0);
    if (own === 0) counter += 1;
    return toStored(complete(type, object, own || counter));
  };
  const load = (input: Iterable<KubeObject>): readonly KubeObject[] => {
    const all = [...input];
    // Versions that come with the objects are kept, so new ones start after the newest of them.
    for (const { metadata } of all) counter = Math.max(counter, Number(metadata.resourceVersion ?? 0));
    return bulkLoad(all, { registry, prepare, follow, write, mrds });
  };

  for (const type of builtInTypes) registry.serve(type, counter);
  for (const input of crossplaneTypes(mrds)) write(crdType, crdOf(input, now()));
  load([]);

  return {
    now,
    resourceVersion: () => counter,
    types: registry.types,
    type: registry.type,
    typeOfKind: registry.typeOfKind,
    objects,
    read,
    write,
    remove,
    load,
    count: () => [...registry.collections()].reduce((sum, each) => sum + each.size(), 0),
    compact: () => {
      for (const each of registry.collections()) each.compact(counter);
    },
  };
}
