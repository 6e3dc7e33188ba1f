declare const brand: unique symbol;

/** `group/version/resource`, as the Kubernetes API paths name a type. Only {@link parseGvr} and {@link gvrOf} make one. */
export type Gvr = string & { readonly [brand]: "Gvr" };

export interface GvrParts {
  readonly group: string;
  readonly version: string;
  /** The plural, lower-case resource name, e.g. `xdatabases`. */
  readonly resource: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Joins parts that are known to be valid (they came from a definition). */
export const gvrOf = ({ group, version, resource }: GvrParts): Gvr => `${group}/${version}/${resource}` as Gvr;

/** Splits a GVR. Total, because only valid ones exist. */
export function gvrParts(gvr: Gvr): GvrParts {
  const [group = "", version = "", resource = ""] = gvr.split("/");
  return { group, version, resource };
}

const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const VERSION = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const RESOURCE = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Whether both can stand in the path of a request. */
export const isGroupVersion = ({ group, version }: Pick<GvrParts, "group" | "version">): boolean =>
  GROUP.test(group) && VERSION.test(version);

/**
 * Parses `group/version/resource`; spaces around each segment are dropped.
 * The core group cannot be named: it holds no Crossplane types.
 */
export function parseGvr(text: string): Parsed<Gvr> {
  const segments = text.split("/").map((segment) => segment.trim());
  const [group = "", version = "", resource = ""] = segments;
  if (segments.length !== 3) return { ok: false, reason: `"${text}" is not group/version/resource` };
  if (!GROUP.test(group)) return { ok: false, reason: `"${group}" is not an API group` };
  if (!VERSION.test(version)) return { ok: false, reason: `"${version}" is not an API version` };
  if (!RESOURCE.test(resource)) return { ok: false, reason: `"${resource}" is not a plural resource name` };
  return { ok: true, value: gvrOf({ group, version, resource }) };
}
