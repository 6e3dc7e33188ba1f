/** A path that names objects: `/apis/g/v/[namespaces/ns/]plural[/name[/subresource]]`. */
export interface ResourcePath {
  readonly kind: "resource";
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** The old `/watch/` prefix. */
  readonly watch: boolean;
}

export type ApiPath =
  | ResourcePath
  | { readonly kind: "groups" }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "version"; readonly group: string; readonly version: string }
  | { readonly kind: "core" }
  | { readonly kind: "control"; readonly segments: readonly string[] }
  | { readonly kind: "fixed"; readonly path: string };

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(["status", "finalize"]);

const named = (name: string | undefined, subresource: string | undefined) => ({
  ...(name === undefined ? {} : { name }),
  ...(subresource === undefined ? {} : { subresource }),
});

function resourcePath(group: string, version: string, segments: readonly string[]): ApiPath {
  const watch = segments[0] === "watch";
  const [first = "", second, third, fourth, fifth] = watch ? segments.slice(1) : segments;
  const common = { kind: "resource", group, version, watch } as const;
  const inNamespace = first === "namespaces" && second !== undefined && third !== undefined;
  if (inNamespace && !(group === "" && NAMESPACE_SUBRESOURCES.has(third))) {
    return { ...common, plural: third, namespace: second, ...named(fourth, fifth) };
  }
  return { ...common, plural: first, ...named(second, third) };
}

/** Reads a URL's path. Percent signs are decoded segment by segment; a trailing slash says nothing. */
export function parsePath(pathname: string): ApiPath {
  const segments = pathname
    .split("/")
    .filter((segment) => segment !== "")
    .map(decodeURIComponent);
  const [root, first, second, ...rest] = segments;
  if (root === "_sim") return { kind: "control", segments: segments.slice(1) };
  if (root === "api" && first === undefined) return { kind: "core" };
  if (root === "api" && first !== undefined) {
    return second === undefined
      ? { kind: "version", group: "", version: first }
      : resourcePath("", first, segments.slice(2));
  }
  if (root !== "apis") return { kind: "fixed", path: pathname };
  if (first === undefined) return { kind: "groups" };
  if (second === undefined) return { kind: "group", group: first };
  return rest.length === 0 ? { kind: "version", group: first, version: second } : resourcePath(first, second, rest);
}

/** What the statistics count a request under: one word for each kind of path, whatever the names in it. */
export function pathClass(path: ApiPath): string {
  switch (path.kind) {
    case "resource":
      return `${path.group}/${path.version}/${path.plural}`;
    case "groups":
      return "/apis";
    case "group":
      return `/apis/${path.group}`;
    case "version":
      return path.group === "" ? `/api/${path.version}` : `/apis/${path.group}/${path.version}`;
    case "core":
      return "/api";
    case "control":
      return "/_sim";
    case "fixed":
      return path.path;
  }
}
