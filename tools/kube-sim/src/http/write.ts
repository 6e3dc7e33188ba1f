import { parse } from "yaml";
import { isJsonObject, splitApiVersion, textAt } from "../cluster/kube-object.ts";
import type { Json, JsonObject, KubeObject } from "../cluster/kube-object.ts";
import { created, deleting, hasFinalizers, mergePatch, updated } from "../cluster/mutate.ts";
import type { Stored } from "../cluster/stored.ts";
import { done, json, refused } from "./answer.ts";
import type { Answer, Outcome } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { parseListOptions } from "./list-options.ts";
import { cachedItems } from "./list.ts";
import { objectJson } from "./render.ts";
import { fail } from "./status.ts";
import type { Target } from "./target.ts";

const BODY_LIMIT_BYTES = 3_145_728;

const shown = (status: number, target: Target, stored: Stored): Answer => ({
  status,
  contentType: "application/json",
  body: [`${objectJson(target, stored)}\n`],
});

async function bodyOf(
  exchange: Exchange,
  accepts: (contentType: string) => "json" | "yaml" | undefined,
  patch: boolean,
): Promise<Outcome<JsonObject>> {
  const format = accepts(exchange.header("content-type").split(";")[0]?.trim() ?? "");
  const bytes = await exchange.read(BODY_LIMIT_BYTES);
  if (bytes === undefined) return refused(fail.tooLarge(BODY_LIMIT_BYTES));
  if (format === undefined) return refused(fail.unsupportedBody(patch));
  try {
    const body = format === "yaml" ? (parse(bytes.toString()) as Json) : (JSON.parse(bytes.toString()) as Json);
    return isJsonObject(body) ? done(body) : refused(fail.badRequest("the object provided is unrecognized"));
  } catch (error) {
    return refused(fail.badRequest(`the object provided is unrecognized: ${String(error)}`));
  }
}

const objectTypes = (contentType: string): "json" | "yaml" | undefined =>
  contentType === "" || contentType === "application/json"
    ? "json"
    : contentType === "application/yaml"
      ? "yaml"
      : undefined;

const patchTypes = (contentType: string): "json" | undefined =>
  contentType === "application/merge-patch+json" ? "json" : undefined;

/** Checks what a writer sent against the path it was sent to. */
function checked({ type, namespace, apiVersion, subject }: Target, body: JsonObject): Outcome<KubeObject> {
  const metadata = isJsonObject(body["metadata"]) ? body["metadata"] : {};
  const sentName = typeof metadata["name"] === "string" ? metadata["name"] : "";
  const name = subject.name !== undefined && sentName === "" ? subject.name : sentName;
  const sentVersion = textAt(body, "apiVersion") || apiVersion;
  const { group } = splitApiVersion(sentVersion);
  const kind = textAt(body, "kind") || type.kind;
  const wrong = (field: string, message: string): Outcome<never> =>
    refused(
      fail.invalid(type.group === "" ? kind : `${kind}.${type.group}`, name, { group: type.group, kind }, [
        { reason: "FieldValueInvalid", message: `Invalid value: ${message}`, field },
      ]),
    );
  if (kind !== type.kind) return wrong("kind", `${JSON.stringify(kind)}: must be ${type.kind}`);
  if (group !== type.group) return wrong("apiVersion", `${JSON.stringify(sentVersion)}: must be ${apiVersion}`);
  if (name === "") return wrong("metadata.name", '"": name or generateName is required');
  const sentNamespace = metadata["namespace"];
  if (namespace !== undefined && sentNamespace !== undefined && sentNamespace !== namespace) {
    return refused(
      fail.badRequest("the namespace of the provided object does not match the namespace sent on the request"),
    );
  }
  const placed = { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) };
  return done({ ...body, apiVersion: sentVersion, kind, metadata: placed });
}

export async function create(exchange: Exchange, target: Target): Promise<Answer> {
  const { cluster, type, namespace } = target;
  if (type.namespaced && namespace === undefined) return fail.pageNotFound();
  const body = await bodyOf(exchange, objectTypes, false);
  if (!body.ok) return body.answer;
  const object = checked({ ...target, subject: { group: type.group, plural: type.plural } }, body.value);
  if (!object.ok) return object.answer;
  const { name } = object.value.metadata;
  const namespaces = cluster.type("namespaces");
  if (namespace !== undefined && namespaces !== undefined && cluster.read(namespaces, "", namespace) === undefined) {
    return fail.notFound({ group: "", plural: "namespaces", name: namespace });
  }
  if (cluster.read(type, namespace ?? "", name) !== undefined) return fail.alreadyExists({ ...target.subject, name });
  return shown(
    201,
    target,
    cluster.write(type, created(object.value, target.version.statusSubresource && !type.builtIn)),
  );
}

type Change = (current: KubeObject) => Outcome<KubeObject>;

/** A write to an object that exists: the last finalizer's removal from a deleting object is its end. */
function change(target: Target, next: Change): Answer {
  const { cluster, type, subject, subresource, version } = target;
  if (subresource !== undefined && !(subresource === "status" && version.statusSubresource))
    return fail.notFound(subject);
  const [namespace, name] = [target.namespace ?? "", target.name ?? ""];
  const current = cluster.read(type, namespace, name);
  if (current === undefined) return fail.notFound(subject);
  const sent = next(current);
  if (!sent.ok) return sent.answer;
  const expected = sent.value.metadata.resourceVersion;
  if (expected !== undefined && expected !== "" && expected !== current.metadata.resourceVersion)
    return fail.conflict(subject);

  const hasStatus = version.statusSubresource && !type.builtIn;
  const object = updated(current, sent.value, subresource === "status" ? "status" : "", hasStatus);
  const before = target.objects.get(namespace === "" ? name : `${namespace}/${name}`) as Stored;
  if (object.metadata.deletionTimestamp !== undefined && !hasFinalizers(object)) {
    cluster.remove(type, namespace, name);
    return shown(200, target, before);
  }
  return shown(200, target, cluster.write(type, object));
}

const nameless = (): Answer => fail.badRequest("name must be provided");

export async function replace(exchange: Exchange, target: Target): Promise<Answer> {
  if (target.name === undefined) return nameless();
  const body = await bodyOf(exchange, objectTypes, false);
  if (!body.ok) return body.answer;
  return change(target, () => {
    const object = checked(target, body.value);
    const isVersioned = object.ok && (object.value.metadata.resourceVersion ?? "") !== "";
    return !object.ok || isVersioned || !target.type.versionedUpdatesOnly ? object : refused(unversioned(target));
  });
}

const unversioned = ({ type: { group, plural }, subject }: Target): Answer =>
  fail.invalid(`${plural}.${group}`, subject.name ?? "", { group, kind: plural }, [
    {
      reason: "FieldValueInvalid",
      message: "Invalid value: 0x0: must be specified for an update",
      field: "metadata.resourceVersion",
    },
  ]);

export async function patch(exchange: Exchange, target: Target): Promise<Answer> {
  if (target.name === undefined) return nameless();
  const body = await bodyOf(exchange, patchTypes, true);
  if (!body.ok) return body.answer;
  return change(target, (current) => checked(target, mergePatch(current, body.value) as JsonObject));
}

/** Removes an object, or marks it as deleting while finalizers hold it. */
function removeOne({ cluster, type, subject }: Target, stored: Stored): Answer | undefined {
  const current = cluster.read(type, stored.namespace, stored.name);
  if (current === undefined) return fail.notFound(subject);
  if (hasFinalizers(current) && !type.builtIn) {
    cluster.write(type, deleting(current, cluster.now()));
    return undefined;
  }
  cluster.remove(type, stored.namespace, stored.name);
  return undefined;
}

export async function remove(exchange: Exchange, target: Target): Promise<Answer> {
  const { type, subject, objects } = target;
  if (target.subresource !== undefined) return fail.methodNotAllowed(subject, "delete");
  await exchange.read(BODY_LIMIT_BYTES);
  if (target.name === undefined) return removeMany(exchange, target);
  const key = target.namespace === undefined ? target.name : `${target.namespace}/${target.name}`;
  const stored = objects.get(key);
  if (stored === undefined) return fail.notFound(subject);
  removeOne(target, stored);
  const left = objects.get(key);
  if (left !== undefined) return shown(200, target, left);
  const { name, uid } = stored;
  const details = { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.plural, uid };
  return json(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}

function removeMany({ url }: Exchange, target: Target): Answer {
  const options = parseListOptions(url.searchParams, target.type.namespaced, false);
  if (!options.ok) return options.answer;
  for (const stored of cachedItems(target, options.value.matches).toReversed()) removeOne(target, stored);
  return json(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" });
}
