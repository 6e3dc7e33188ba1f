import { collection } from "./collection.ts";
import type { Collection } from "./collection.ts";
import { builtInTypes, crdOf, crossplaneTypes } from "./core-types.ts";
import type { CrdInput } from "./core-types.ts";
import { crdsOfMrd, crdsOfXrd, definitionTypes, establishedMrd, establishedXrd } from "./definitions.ts";
import { at, joinApiVersion, kubeTime, splitApiVersion } from "./kube-object.ts";
import type { JsonObject, KubeObject } from "./kube-object.ts";
import { random } from "./random.ts";
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

const CRD = "customresourcedefinitions.apiextensions.k8s.io";
const MRD_KINDS: ReadonlySet<string> = new Set(["ManagedResourceDefinition", "ManagedResourceActivationPolicy"]);
const STANDARD_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
/** What must be there before the rest can be understood. */
const LOAD_ORDER: readonly string[] = [CRD, definitionTypes.xrd, definitionTypes.mrd];

export function createCluster(options: ClusterOptions = {}): Cluster {
  const { mrds = true, seed = 1, now = Date.now } = options;
  const uids = random(seed ^ 0x5eed);
  let counter = 1;
  const types = new Map<string, ServedType>();
  const kinds = new Map<string, ServedType>();
  const collections = new Map<string, Collection>();

  const serve = (type: ServedType): void => {
    const name = typeName(type);
    const known = types.get(name);
    types.set(name, type);
    kinds.set(`${type.group}/${type.kind}`, type);
    if (known === undefined) collections.set(name, collection(counter));
    // A real server rebuilds a kind's storage when its definition changes, which ends its watches.
    else if (JSON.stringify(known) !== JSON.stringify(type)) collections.get(name)?.end();
  };

  const objects = (type: ServedType): Collection => {
    const found = collections.get(typeName(type));
    if (found === undefined) throw new Error(`${typeName(type)} is not served`);
    return found;
  };

  const read = (type: ServedType, namespace: string, name: string): KubeObject | undefined => {
    const stored = objects(type).get(keyOf(namespace, name));
    return stored && fromStored(stored, joinApiVersion(type.group, type.storageVersion), type.kind);
  };

  const complete = (type: ServedType, object: KubeObject, resourceVersion: string): KubeObject => {
    const { namespace, ...metadata } = object.metadata;
    return {
      ...object,
      apiVersion: joinApiVersion(type.group, type.storageVersion),
      metadata: {
        ...metadata,
        ...(type.namespaced ? { namespace: namespace ?? "default" } : {}),
        uid: metadata.uid ?? uids.uuid(),
        creationTimestamp: metadata.creationTimestamp ?? kubeTime(now()),
        generation: metadata.generation ?? 1,
        resourceVersion,
      },
    };
  };

  const withDefaults = (type: ServedType, object: KubeObject): KubeObject => {
    const name = typeName(type);
    // The version is lost in storage, so what it implies is written down, as the API server's defaulting does.
    const scoped =
      name === definitionTypes.xrd && splitApiVersion(object.apiVersion).version === "v2"
        ? { ...object, spec: { scope: "Namespaced", ...(at(object, "spec") as JsonObject | undefined) } }
        : object;
    if (name === definitionTypes.xrd) return establishedXrd(scoped, now());
    return name === definitionTypes.mrd ? establishedMrd(scoped, now()) : scoped;
  };

  const commit = (type: ServedType, object: KubeObject): Stored => {
    const target = objects(type);
    const full = withDefaults(type, object);
    const before = target.get(
      keyOf(type.namespaced ? (object.metadata.namespace ?? "default") : "", object.metadata.name),
    );
    const previous = before && fromStored(before, "", "").metadata;
    const identified = {
      ...full,
      metadata: {
        ...full.metadata,
        uid: previous?.uid ?? full.metadata.uid,
        creationTimestamp: previous?.creationTimestamp ?? full.metadata.creationTimestamp,
      },
    };
    const candidate = complete(type, identified, "0");
    if (before !== undefined && sameContent(before, candidate)) return before;
    counter += 1;
    const after = toStored(complete(type, candidate, String(counter)));
    target.apply({ resourceVersion: counter, before, after, deleted: undefined });
    return after;
  };

  const drop = (type: ServedType, before: Stored): void => {
    counter += 1;
    const object = fromStored(before, "", type.kind);
    const deleted = toStored({ ...object, metadata: { ...object.metadata, resourceVersion: String(counter) } });
    objects(type).apply({ resourceVersion: counter, before, after: undefined, deleted });
  };

  const retire = (type: ServedType): void => {
    const gone = objects(type);
    for (const stored of gone.all()) drop(type, stored);
    types.delete(typeName(type));
    kinds.delete(`${type.group}/${type.kind}`);
    collections.delete(typeName(type));
    gone.end();
  };

  const crdType = builtInTypes.find((type) => typeName(type) === CRD) as ServedType;

  const defined = (type: ServedType, object: KubeObject): readonly CrdInput[] => {
    if (typeName(type) === definitionTypes.xrd) return crdsOfXrd(object);
    return typeName(type) === definitionTypes.mrd ? crdsOfMrd(object) : [];
  };

  const ownsCrd = (object: KubeObject, crd: KubeObject): boolean =>
    crd.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true;

  /** What Crossplane and the API server do once a definition is written. */
  const follow = (type: ServedType, stored: Stored): void => {
    const object = fromStored(stored, joinApiVersion(type.group, type.storageVersion), type.kind);
    if (typeName(type) === CRD) {
      const served = typeOfCrd(object);
      if (served !== undefined) serve(served);
    }
    for (const input of defined(type, object)) {
      const crd = read(crdType, "", `${input.plural}.${input.group}`);
      // A CRD that was loaded by itself says more than a definition does.
      if (input.plural !== "" && (crd === undefined || ownsCrd(object, crd))) write(crdType, crdOf(input, now()));
    }
  };

  const write = (type: ServedType, object: KubeObject): Stored => {
    const stored = commit(type, object);
    if (LOAD_ORDER.includes(typeName(type))) follow(type, stored);
    return stored;
  };

  const remove = (type: ServedType, namespace: string, name: string): void => {
    const object = read(type, namespace, name);
    const before = objects(type).get(keyOf(namespace, name));
    if (object === undefined || before === undefined) return;
    drop(type, before);
    const served = typeName(type) === CRD ? types.get(name) : undefined;
    if (served !== undefined) retire(served);
    for (const input of defined(type, object)) remove(crdType, "", `${input.plural}.${input.group}`);
  };

  const load = (input: Iterable<KubeObject>): readonly KubeObject[] => {
    const all = [...input].filter(
      (object) => mrds || !MRD_KINDS.has(String(at(object, "spec", "names", "kind") ?? object.kind)),
    );
    for (const { metadata } of all) counter = Math.max(counter, Number(metadata.resourceVersion) || 0);
    const known = (object: KubeObject): ServedType | undefined =>
      kinds.get(`${splitApiVersion(object.apiVersion).group}/${object.kind}`);
    const prepared = (type: ServedType, object: KubeObject): Stored =>
      toStored(complete(type, withDefaults(type, object), object.metadata.resourceVersion ?? String((counter += 1))));

    for (const name of LOAD_ORDER) {
      const type = types.get(name);
      if (type === undefined) continue;
      const mine = all.filter((object) => known(object) === type);
      const stored = mine.map((object) => prepared(type, object));
      objects(type).fill(stored);
      for (const each of stored) follow(type, each);
    }

    const rest = Map.groupBy(
      all.filter((object) => !LOAD_ORDER.includes(typeNameOf(known(object)))),
      known,
    );
    const namespaces = new Set(STANDARD_NAMESPACES);
    for (const [type, mine] of rest) {
      if (type === undefined) continue;
      const stored = mine.map((object) => prepared(type, object));
      for (const { namespace } of stored) if (namespace !== "") namespaces.add(namespace);
      objects(type).fill(stored);
    }
    const namespaceType = types.get("namespaces") as ServedType;
    for (const name of namespaces)
      if (objects(namespaceType).get(name) === undefined) write(namespaceType, namespaceOf(name));
    return rest.get(undefined) ?? [];
  };

  for (const type of builtInTypes) serve(type);
  for (const input of crossplaneTypes(mrds)) write(crdType, crdOf(input, now()));
  load([]);

  return {
    now,
    resourceVersion: () => counter,
    types: () => [...types.values()],
    type: (name) => types.get(name),
    typeOfKind: (group, kind) => kinds.get(`${group}/${kind}`),
    objects,
    read,
    write,
    remove,
    load,
    count: () => [...collections.values()].reduce((sum, each) => sum + each.size(), 0),
    compact: () => {
      for (const each of collections.values()) each.compact(counter);
    },
  };
}

const typeNameOf = (type: ServedType | undefined): string => (type === undefined ? "" : typeName(type));

export const namespaceOf = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { ...labels, "kubernetes.io/metadata.name": name } },
  spec: { finalizers: ["kubernetes"] },
  status: { phase: "Active" },
});
