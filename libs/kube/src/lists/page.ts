import { KubeApiError } from "../api-error.ts";

export interface Page {
  readonly items: readonly unknown[];
  /** `undefined` on the last page. */
  readonly token: string | undefined;
  /** The point in time that the list shows; `""` where the server gives none. */
  readonly resourceVersion: string;
}

interface ListBody {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly items?: unknown;
  readonly metadata?: { readonly continue?: unknown; readonly resourceVersion?: unknown };
}

/**
 * The items of a list answer. Items of built-in types lack kind and apiVersion; they get the list's, without `List`.
 * An empty page is legal (a selector can filter all of it); `items: null` is how Go writes an empty slice.
 * @throws KubeApiError when the answer is not a list
 */
export function readPage(path: string, answer: unknown): Page {
  const { kind, apiVersion, items = null, metadata } = (answer ?? {}) as ListBody;
  if (typeof kind !== "string" || !kind.endsWith("List") || !(items === null || Array.isArray(items))) {
    throw new KubeApiError(`GET ${path}: the answer is not a list`, { errorClass: "malformed" });
  }
  const itemKind = { apiVersion, kind: kind.slice(0, -"List".length) };
  const token = metadata?.continue;
  return {
    items: ((items ?? []) as readonly unknown[]).map((item) => withKind(item, itemKind)),
    token: typeof token === "string" && token !== "" ? token : undefined,
    resourceVersion: typeof metadata?.resourceVersion === "string" ? metadata.resourceVersion : "",
  };
}

function withKind(item: unknown, itemKind: object): unknown {
  if (typeof item !== "object" || item === null || "kind" in item || "apiVersion" in item) return item;
  return { ...itemKind, ...item };
}
