import type { ApiClient } from "./api-client.ts";
import type { KubeSimAnswer } from "./kube-sim-client.ts";
import { objectPaths } from "./object-paths.ts";
import { nameOfObject, type RawObject } from "./raw-object.ts";

/**
 * Creates objects as they were read from another API server: owners before what they own, status through `/status`,
 * deletion through DELETE (a finalizer keeps the object). uid, resourceVersion and times are the new server's; owner
 * references are led to the new uids. What exists already, such as the namespace `default`, is left as it is.
 * @throws when the server refuses an object
 */
export async function loadObjects(api: ApiClient, objects: readonly RawObject[]): Promise<void> {
  const pathOf = objectPaths(api);
  const newUids = new Map<string, string>();
  for (const object of ownersFirst(objects)) {
    const collection = await pathOf(object);
    const created = await createObject(api, collection, withOwners(withoutServerFields(object), newUids));
    if (created === undefined) continue;
    if (object.metadata.uid !== undefined) newUids.set(object.metadata.uid, created.metadata.uid ?? "");
    if (isCrd(object)) continue;
    const path = `${collection}/${object.metadata.name}`;
    if (object.status !== undefined) await writeStatus(api, path, created, object.status);
    if (object.metadata.deletionTimestamp !== undefined) accepted(object, await api.delete(path));
  }
}

/** `undefined` when there is one of that name already. @throws when the server refuses it otherwise */
export async function createObject(
  api: ApiClient,
  collection: string,
  object: RawObject,
): Promise<RawObject | undefined> {
  const answer = await api.create(collection, object);
  return answer.status === 409 ? undefined : (accepted(object, answer).body as RawObject);
}

/** @throws when the server refuses it; a type without `/status` kept the status on creation */
export async function writeStatus(api: ApiClient, path: string, created: RawObject, status: object): Promise<void> {
  const answer = await api.replace(`${path}/status`, { ...created, status });
  if (answer.status !== 404) accepted(created, answer);
}

function accepted(object: RawObject, answer: KubeSimAnswer): KubeSimAnswer {
  if (answer.status < 300) return answer;
  throw new Error(`${nameOfObject(object)}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
}

const isCrd = ({ kind }: RawObject): boolean => kind === "CustomResourceDefinition";

const rank = (object: RawObject): number => (object.kind === "Namespace" ? 0 : isCrd(object) ? 1 : 2);

function ownersFirst(objects: readonly RawObject[]): readonly RawObject[] {
  const byUid = new Map(objects.map((object) => [object.metadata.uid ?? "", object]));
  const ordered = new Set<RawObject>();
  const visit = (object: RawObject, path: ReadonlySet<RawObject>): void => {
    if (ordered.has(object) || path.has(object)) return;
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const owner = byUid.get(uid);
      if (owner !== undefined) visit(owner, new Set([...path, object]));
    }
    ordered.add(object);
  };
  for (const object of objects) visit(object, new Set());
  return [...ordered].toSorted((a, b) => rank(a) - rank(b));
}

const SERVER_FIELDS = new Set([
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
]);

function withoutServerFields(object: RawObject): RawObject {
  const kept = Object.entries(object.metadata).filter(([key]) => !SERVER_FIELDS.has(key));
  return { ...object, metadata: { ...Object.fromEntries(kept), name: object.metadata.name } };
}

function withOwners(object: RawObject, newUids: ReadonlyMap<string, string>): RawObject {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined) return object;
  const ownerReferences = owners.map((owner) => ({ ...owner, uid: newUids.get(owner.uid) ?? owner.uid }));
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}
