import { at, isJsonObject, kubeTime } from "./kube-object.ts";
import type { Json, JsonObject, KubeObject, Metadata } from "./kube-object.ts";

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function mergePatch(target: Json | undefined, change: Json): Json {
  if (!isJsonObject(change)) return change;
  const result: Record<string, Json | undefined> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = mergePatch(result[key], value);
  }
  return result;
}

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything but metadata and status: what a change of raises the generation. */
function desired(object: KubeObject): JsonObject {
  const {
    apiVersion: _apiVersion,
    kind: _kind,
    metadata: _metadata,
    status: _status,
    ...rest
  } = object as KubeObject & JsonObject;
  return rest;
}

/** What the server keeps for itself, whatever a writer sends. */
const kept = (current: Metadata): Partial<Metadata> => ({
  name: current.name,
  namespace: current.namespace,
  uid: current.uid,
  creationTimestamp: current.creationTimestamp,
  deletionTimestamp: current.deletionTimestamp,
  deletionGracePeriodSeconds: current["deletionGracePeriodSeconds"],
});

/** An object as it is first stored: no status where status is a subresource. */
export function created(sent: KubeObject, statusSubresource: boolean): KubeObject {
  const { status, ...rest } = sent as KubeObject & JsonObject;
  const {
    uid: _uid,
    creationTimestamp: _created,
    deletionTimestamp: _deleted,
    resourceVersion: _version,
    ...metadata
  } = sent.metadata;
  const object = statusSubresource || status === undefined ? rest : { ...rest, status };
  return { ...object, metadata: { ...metadata, generation: 1 } };
}

/** What is stored after a write to the main resource or to `/status`: each leaves the other's part alone. */
export function updated(
  current: KubeObject,
  sent: KubeObject,
  subresource: "" | "status",
  statusSubresource: boolean,
): KubeObject {
  if (subresource === "status") return { ...current, status: sent["status"] };
  const next = {
    ...sent,
    ...(statusSubresource ? { status: current["status"] } : {}),
    metadata: { ...sent.metadata, ...kept(current.metadata) },
  } as KubeObject;
  const generation = current.metadata.generation ?? 1;
  const changed = !same(desired(current), desired(next));
  return { ...next, metadata: { ...next.metadata, generation: changed ? generation + 1 : generation } };
}

/** The object after a DELETE that its finalizers hold up; unchanged when it is already on its way. */
export function deleting(current: KubeObject, nowMs: number): KubeObject {
  if (current.metadata.deletionTimestamp !== undefined) return current;
  const generation = (current.metadata.generation ?? 1) + 1;
  const metadata = {
    ...current.metadata,
    deletionTimestamp: kubeTime(nowMs),
    deletionGracePeriodSeconds: 0,
    generation,
  };
  return { ...current, metadata };
}

export const hasFinalizers = (object: KubeObject): boolean => {
  const finalizers = at(object, "metadata", "finalizers");
  return Array.isArray(finalizers) && finalizers.length > 0;
};
