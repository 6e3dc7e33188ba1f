import { sorted } from "./kube-object.ts";
import type { JsonObject, KubeObject } from "./kube-object.ts";

/**
 * One version of one object, never changed. The JSON text is made once, at the write, and lists only join texts:
 * serving 100,000 objects must not cost the machine that measures their reader.
 */
export interface Stored {
  /** `name`, or `namespace/name`: etcd's key, in whose order lists are sent. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly resourceVersion: number;
  /** The JSON of the object after apiVersion and kind: `"metadata":{…},"spec":{…}}`. */
  readonly tail: string;
}

const NO_LABELS: Readonly<Record<string, string>> = {};

export const keyOf = (namespace: string, name: string): string => (namespace === "" ? name : `${namespace}/${name}`);

const tailOf = (object: KubeObject): string => {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return JSON.stringify(sorted(rest)).slice(1);
};

/** The object must already carry the resourceVersion it is stored under. */
export function toStored(object: KubeObject): Stored {
  const { namespace = "", name, uid = "", labels = NO_LABELS } = object.metadata;
  const resourceVersion = Number(object.metadata.resourceVersion);
  return { key: keyOf(namespace, name), namespace, name, uid, labels, resourceVersion, tail: tailOf(object) };
}

/** Parses the object again, with this apiVersion and kind. */
export function fromStored(stored: Stored, apiVersion: string, kind: string): KubeObject {
  const rest = JSON.parse(`{${stored.tail}`) as JsonObject;
  return { apiVersion, kind, ...rest } as KubeObject;
}

/** True when the two say the same but for their resourceVersion: such a write is none. */
export const sameContent = (stored: Stored, object: KubeObject): boolean =>
  stored.tail ===
  tailOf({ ...object, metadata: { ...object.metadata, resourceVersion: String(stored.resourceVersion) } });
