import { joinApiVersion, kubeTime } from "./kube-object.ts";
import type { KubeObject } from "./kube-object.ts";
import type { ServedType } from "./served-type.ts";
import { fromStored, toStored } from "./stored.ts";
import type { Stored } from "./stored.ts";

/** The object as it is stored: at the storage version, with everything the server adds to metadata. */
export function completed(
  type: ServedType,
  object: KubeObject,
  resourceVersion: number,
  given: { readonly uid: () => string; readonly nowMs: number },
): KubeObject {
  const { namespace = "default", ...metadata } = object.metadata;
  return {
    ...object,
    apiVersion: joinApiVersion(type.group, type.storageVersion),
    metadata: {
      ...metadata,
      ...(type.namespaced ? { namespace } : {}),
      uid: metadata.uid ?? given.uid(),
      creationTimestamp: metadata.creationTimestamp ?? kubeTime(given.nowMs),
      generation: metadata.generation ?? 1,
      resourceVersion: String(resourceVersion),
    },
  };
}

/** The object under the identity that its earlier version has. */
export function sameIdentity(object: KubeObject, before: Stored | undefined): KubeObject {
  if (before === undefined) return object;
  const { uid, creationTimestamp } = fromStored(before, "", "").metadata;
  return { ...object, metadata: { ...object.metadata, uid, creationTimestamp } };
}

/** The last state of a removed object, under the removal's own resourceVersion. */
export function removed(before: Stored, resourceVersion: number): Stored {
  const object = fromStored(before, "", "");
  return toStored({ ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } });
}
