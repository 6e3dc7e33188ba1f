import { at } from "../cluster/kube-object.ts";
import type { JsonObject } from "../cluster/kube-object.ts";
import type { Stored } from "../cluster/stored.ts";
import type { Target } from "./target.ts";

type Shown = Pick<Target, "apiVersion" | "type">;

/** The opening of an object up to its tail. */
const head = ({ apiVersion, type }: Shown): string =>
  `{"apiVersion":${JSON.stringify(apiVersion)},"kind":${JSON.stringify(type.kind)},`;

export const objectJson = (shown: Shown, stored: Stored): string => head(shown) + stored.tail;

const PARTIAL = `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":`;

/** The order in which the server writes metadata that it knows the type of. */
const METADATA_ORDER = [
  "name",
  "generateName",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
];

/** Only the metadata, as a reader gets it who asked for PartialObjectMetadata. */
export function partialJson(stored: Stored): string {
  const metadata = at(JSON.parse(`{${stored.tail}`) as JsonObject, "metadata");
  const ordered = METADATA_ORDER.map((key) => [key, at(metadata, key)] as const);
  return `${PARTIAL}${JSON.stringify(Object.fromEntries(ordered))}}`;
}

export interface ListMeta {
  readonly resourceVersion: number;
  readonly continue: string;
  readonly remainingItemCount: number | undefined;
}

/** One part of the body holds this many items: big enough to be cheap, small enough not to hold the event loop. */
const ITEMS_PER_PART = 500;

function parts(
  items: readonly Stored[],
  opening: string,
  separator: string,
  closing: string,
  item: (stored: Stored) => string,
) {
  const body: string[] = [];
  for (let index = 0; index < items.length; index += ITEMS_PER_PART) {
    const joined = items
      .slice(index, index + ITEMS_PER_PART)
      .map(item)
      .join(separator);
    body.push(index === 0 ? joined : separator + joined);
  }
  const [first = "", ...rest] = body;
  return rest.length === 0 ? [opening + first + closing] : [opening + first, ...rest, closing];
}

const metaJson = (
  { resourceVersion, continue: token, remainingItemCount }: ListMeta,
  order: "custom" | "built-in",
): string => {
  const version = String(resourceVersion);
  const remaining = remainingItemCount === undefined ? {} : { remainingItemCount };
  return JSON.stringify(
    order === "custom"
      ? { continue: token, ...remaining, resourceVersion: version }
      : { resourceVersion: version, ...(token === "" ? {} : { continue: token }), ...remaining },
  );
};

/**
 * A list as the server writes it. Custom resources: sorted keys, so that `metadata` comes after the items.
 * Built-in kinds: `metadata` first, and items without apiVersion and kind.
 */
export function listBody(target: Shown, items: readonly Stored[], meta: ListMeta): readonly string[] {
  const { apiVersion, type } = target;
  const [version, kind] = [JSON.stringify(apiVersion), JSON.stringify(type.listKind)];
  if (type.builtIn) {
    const opening = `{"kind":${kind},"apiVersion":${version},"metadata":${metaJson(meta, "built-in")},"items":[`;
    return parts(items, opening, ",", "]}\n", ({ tail }) => `{${tail}`);
  }
  const opening = `{"apiVersion":${version},"items":[`;
  const closing = `],"kind":${kind},"metadata":${metaJson(meta, "custom")}}\n`;
  const before = head(target);
  return parts(items, opening, ",", closing, ({ tail }) => before + tail);
}

export function partialListBody(items: readonly Stored[], meta: ListMeta): readonly string[] {
  const metadata = metaJson({ ...meta, remainingItemCount: undefined }, "built-in");
  const opening = `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"items":[`;
  return parts(items, opening, ",", "]}\n", partialJson);
}
