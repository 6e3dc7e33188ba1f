import type { KubeSimClient } from "@xp-tracker/testing";
import type { KubeObject } from "./kube-object.ts";

export type ObjectClass = "claim" | "composite" | "managed";

/** All objects of one type. */
export interface Listed {
  readonly class: ObjectClass;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Of managed resources: the package that brought the type. */
  readonly provider: string;
  readonly items: readonly KubeObject[];
}

/** What the control plane holds, read from itself and not from what is under test. */
export interface ClusterState {
  readonly listed: readonly Listed[];
  readonly packages: readonly KubeObject[];
  readonly revisions: readonly KubeObject[];
  readonly namespaces: readonly KubeObject[];
}

interface Version {
  readonly name: string;
}

interface Xrd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly claimNames?: { readonly plural: string };
    readonly versions: readonly Version[];
  };
}

interface Mrd {
  readonly metadata: { readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[] };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly state: string;
    readonly versions: readonly Version[];
  };
}

const CROSSPLANE = "/apis/apiextensions.crossplane.io";
const PACKAGES = ["providers", "functions", "configurations"];

/** @throws when a list is refused: the state is known whole or not at all */
export async function readCluster(api: Pick<KubeSimClient, "get">): Promise<ClusterState> {
  const items = async <T>(path: string): Promise<readonly T[]> => {
    const { status, body } = await api.get(path);
    if (status !== 200) throw new Error(`${path}: HTTP ${status}`);
    return (body as { readonly items: readonly T[] }).items;
  };
  const list = async (type: Omit<Listed, "items">): Promise<Listed> => {
    const { group, version, plural } = type;
    const objects = await items<Omit<KubeObject, "apiVersion" | "kind"> & Partial<KubeObject>>(
      `/apis/${group}/${version}/${plural}`,
    );
    return { ...type, items: objects as readonly KubeObject[] };
  };

  const types: Omit<Listed, "items">[] = [];
  for (const { spec } of await items<Xrd>(`${CROSSPLANE}/v1/compositeresourcedefinitions`)) {
    const { group, names, claimNames, versions } = spec;
    const common = { group, version: versions[0]?.name ?? "", provider: "" };
    types.push({ ...common, class: "composite", plural: names.plural });
    if (claimNames !== undefined) types.push({ ...common, class: "claim", plural: claimNames.plural });
  }
  for (const { metadata, spec } of await items<Mrd>(`${CROSSPLANE}/v1alpha1/managedresourcedefinitions`)) {
    if (spec.state !== "Active") continue;
    const provider = metadata.ownerReferences?.find(({ kind }) => kind === "Provider")?.name ?? "";
    const { group, names, versions } = spec;
    types.push({ class: "managed", group, version: versions[0]?.name ?? "", plural: names.plural, provider });
  }
  return {
    listed: await Promise.all(types.map(list)),
    packages: (
      await Promise.all(PACKAGES.map((plural) => items<KubeObject>(`/apis/pkg.crossplane.io/v1/${plural}`)))
    ).flat(),
    revisions: await items<KubeObject>(`${CROSSPLANE}/v1/compositionrevisions`),
    namespaces: await items<KubeObject>("/api/v1/namespaces"),
  };
}
