import { emptyRow, gvrOf, gvrParts } from "@xp-tracker/crossplane";
import type { DiscoveredType, ErrorClass, Gvr, PackageRow, ResourceClass, Row } from "@xp-tracker/crossplane";
import { KubeApiError } from "@xp-tracker/kube";
import type { DiscoveryProblem } from "@xp-tracker/kube";
import type { ClusterReader, NamespaceOwner, Reading } from "../read/cluster-reader.ts";

export const typeOf = (resourceClass: ResourceClass, kind: string, namespaced = resourceClass === "claim") => ({
  gvr: gvrOf({ group: "example.org", version: "v1", resource: `${kind.toLowerCase()}s` }),
  class: resourceClass,
  kind,
  namespaced,
  provider: "",
  definition: kind,
});

export const rowOf = (type: DiscoveredType, name: string, more: Partial<Row> = {}): Row => ({
  ...emptyRow,
  ...gvrParts(type.gvr),
  gvr: type.gvr,
  kind: type.kind,
  namespace: type.namespaced ? "team-a" : "",
  name,
  uid: `${type.kind} ${name}`,
  ...more,
});

export const packageOf = (kind: string, name: string): PackageRow => ({
  kind,
  name,
  package: `registry.example/${name}:v1`,
  version: "v1",
  revision: "",
  installed: 1,
  installedReason: "",
  healthy: 1,
  healthyReason: "",
});

const packageGvr = gvrOf({ group: "pkg.crossplane.io", version: "v1", resource: "providers" });
export const xrdGvr = gvrOf({
  group: "apiextensions.crossplane.io",
  version: "v1",
  resource: "compositeresourcedefinitions",
});

/** A cluster in memory: what it holds, and what of it cannot be read. */
export interface FakeCluster extends ClusterReader {
  readonly types: DiscoveredType[];
  readonly problems: DiscoveryProblem[];
  readonly rowsByGvr: Map<Gvr, readonly Row[]>;
  packageRows: readonly PackageRow[];
  owners: readonly NamespaceOwner[];
  /** By what is listed: a GVR, `definitions`, `packages` or `namespaces`. */
  readonly failing: Map<string, Exclude<ErrorClass, "">>;
  /** Called before each list of rows. */
  beforeList: (type: DiscoveredType) => Promise<void>;
}

export function fakeCluster(): FakeCluster {
  const failureOf = (name: string) => {
    const errorClass = cluster.failing.get(name);
    return errorClass === undefined ? undefined : new KubeApiError(`${name}: ${errorClass}`, { errorClass });
  };
  const reading = <T>(name: string, what: Pick<Reading<T>, "gvr" | "class">, items: readonly T[]): Reading<T> => {
    const cause = failureOf(name);
    return cause === undefined ? { ok: true, ...what, items } : { ok: false, ...what, error: cause.errorClass, cause };
  };
  const cluster: FakeCluster = {
    types: [],
    problems: [],
    rowsByGvr: new Map(),
    packageRows: [],
    owners: [],
    failing: new Map(),
    beforeList: () => Promise.resolve(),
    discover: async () => {
      const error = failureOf("definitions");
      const definitions = { source: xrdGvr, classes: ["claim", "composite"], group: undefined } as const;
      return error === undefined
        ? { types: cluster.types, lists: [{ gvr: xrdGvr, definitions: [] }], problems: cluster.problems, errors: [] }
        : { types: [], lists: [], problems: [], errors: [{ ...definitions, error }] };
    },
    rows: async (type) => {
      await cluster.beforeList(type);
      return reading(type.gvr, type, cluster.rowsByGvr.get(type.gvr) ?? []);
    },
    packages: async () => [reading("packages", { gvr: packageGvr, class: "package" }, cluster.packageRows)],
    compositionRevisions: async () => undefined,
    namespaceOwners: async () =>
      reading("namespaces", { gvr: "core/v1/namespaces" as Gvr, class: "namespace" }, cluster.owners),
  };
  return cluster;
}
