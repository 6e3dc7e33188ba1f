import type { ApiClient } from "./api-client.ts";
import { nameOfObject, type RawObject } from "./raw-object.ts";

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A new type is served a moment after its CRD is created. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 100;

/** Finds the path of an object's collection, and waits for a type that is just being installed. */
export function objectPaths(api: ApiClient): (object: RawObject) => Promise<string> {
  const known = new Map<string, ApiResource>();

  const learn = async (apiVersion: string): Promise<void> => {
    const { status, body } = await api.get(rootOf(apiVersion));
    if (status !== 200) return;
    for (const resource of (body as { resources: readonly ApiResource[] }).resources) {
      if (!resource.name.includes("/")) known.set(`${apiVersion} ${resource.kind}`, resource);
    }
  };

  return async (object) => {
    const { apiVersion, kind, metadata } = object;
    const key = `${apiVersion} ${kind}`;
    const end = Date.now() + PATIENCE_MS;
    while (!known.has(key)) {
      await learn(apiVersion);
      if (known.has(key)) break;
      if (Date.now() > end) throw new Error(`${nameOfObject(object)}: the API server does not serve ${key}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    const { name, namespaced } = known.get(key) as ApiResource;
    const scope = namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${rootOf(apiVersion)}${scope}/${name}`;
  };
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
