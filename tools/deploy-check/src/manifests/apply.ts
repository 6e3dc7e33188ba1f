import type { ApiClient } from "@xp-tracker/testing";
import type { KubeObject } from "./kube-object.ts";
import { title } from "./kube-object.ts";

/** An object in the version that the server has: the same fields under an older name. */
const OLDER: Readonly<Record<string, string>> = {
  "autoscaling/v2": "autoscaling/v2beta2",
  "policy/v1": "policy/v1beta1",
};

const APPLY = "application/apply-patch+yaml";
const PATIENCE_MS = 20_000;
const PAUSE_MS = 200;

export interface Applied {
  readonly object: KubeObject;
  /** `group/version` under which the server took it. */
  readonly apiVersion: string;
}

/**
 * Server-side apply, with the server's validation of every field.
 * @throws when the server does not serve the type, or refuses the object
 */
export async function apply(api: ApiClient, object: KubeObject, dryRun: boolean): Promise<Applied> {
  const { apiVersion, path } = await pathOf(api, object);
  const query = `?fieldManager=deploy-check${dryRun ? "&dryRun=All" : ""}`;
  const { status, body } = await api.request("PATCH", `${path}${query}`, { ...object, apiVersion }, APPLY);
  if (status !== 200 && status !== 201) throw new Error(`${title(object)}: ${status} ${messageOf(body)}`);
  return { object: body as KubeObject, apiVersion };
}

/** @throws when the server does not serve the type within 20 s: a new CRD takes a moment */
async function pathOf(
  api: ApiClient,
  object: KubeObject,
): Promise<{ readonly apiVersion: string; readonly path: string }> {
  const candidates = [object.apiVersion, OLDER[object.apiVersion]].filter((version) => version !== undefined);
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    for (const apiVersion of candidates) {
      const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const { status, body } = await api.get(root);
      const resources = status === 200 ? (body as ResourceList).resources : [];
      const found = resources.find(({ kind, name }) => kind === object.kind && !name.includes("/"));
      if (found === undefined) continue;
      const { namespace = "default", name } = object.metadata;
      const scope = found.namespaced ? `/namespaces/${namespace}` : "";
      return { apiVersion, path: `${root}${scope}/${found.name}/${name}` };
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`${title(object)}: the server has no ${candidates.join(" and no ")}`);
}

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

const messageOf = (body: unknown): string => (body as { readonly message?: string }).message ?? JSON.stringify(body);
