import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { KubeObject } from "../cluster/kube-object.ts";
import { startSim } from "../sim.ts";
import type { Sim, SimOptions } from "../sim.ts";

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: TestBody | undefined;
}

export interface TestBody {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly items?: readonly KubeObject[];
  readonly resources?: readonly { readonly name: string; readonly categories?: readonly string[] }[];
  readonly metadata?: {
    readonly name?: string;
    readonly continue?: string;
    readonly resourceVersion?: string;
    readonly remainingItemCount?: number;
    readonly uid?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

export interface TestSim {
  readonly sim: Sim;
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<TestAnswer>;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<TestAnswer>;
  /** Puts a fault in. */
  readonly fault: (fault: unknown) => Promise<TestAnswer>;
}

const parsed = (text: string): TestBody | undefined => {
  try {
    return JSON.parse(text) as TestBody;
  } catch {
    return undefined;
  }
};

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const PATCH = "application/merge-patch+json";

/** A simulator in this process, over plain HTTP, that ends with the test. */
export async function testSim(objects: readonly unknown[] = [], options: SimOptions = {}): Promise<TestSim> {
  const folder = await mkdtemp(join(tmpdir(), "kube-sim-test-"));
  const file = join(folder, "objects.json");
  await writeFile(file, JSON.stringify(objects));
  const sim = await startSim({ http: true, objects: [file], ...options });
  onTestFinished(async () => {
    await sim.close();
    await rm(folder, { recursive: true });
  });
  const send: TestSim["send"] = async (method, path, body, headers = {}) => {
    const type = { "content-type": method === "PATCH" ? PATCH : "application/json" };
    const response = await fetch(new URL(path, sim.url), {
      method,
      headers: { "accept-encoding": "identity", ...(body === undefined ? {} : type), ...lowerCase(headers) },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  return {
    sim,
    send,
    get: (path, headers) => send("GET", path, undefined, headers),
    fault: (fault) => send("POST", "/_sim/faults", fault),
  };
}

export const xrd = (
  scope: "LegacyCluster" | "Namespaced" | "Cluster" = "LegacyCluster",
  claims = true,
): KubeObject => ({
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositeResourceDefinition",
  metadata: { name: "xdatabases.data.example" },
  spec: {
    group: "data.example",
    scope,
    names: { kind: "XDatabase", plural: "xdatabases" },
    ...(claims ? { claimNames: { kind: "Database", plural: "databases" } } : {}),
    versions: [
      { name: "v1alpha1", served: true, referenceable: false },
      { name: "v1", served: true, referenceable: true },
    ],
  },
});

export const xr = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "data.example/v1",
  kind: "XDatabase",
  metadata: { name, labels },
  spec: { size: "small" },
});

export const XRS = "/apis/data.example/v1/xdatabases";
export const XRDS = "/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions";

export const namesOf = (body: TestBody | undefined): readonly string[] =>
  (body?.items ?? []).map(({ metadata }) => metadata.name);
