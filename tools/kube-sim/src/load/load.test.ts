import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedPath, sharedSkipReason } from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCluster } from "../cluster/cluster.ts";
import { sorted } from "../cluster/kube-object.ts";
import type { JsonObject, KubeObject } from "../cluster/kube-object.ts";
import { typeName } from "../cluster/served-type.ts";
import { fromStored } from "../cluster/stored.ts";
import { xr, xrd } from "../testing/test-sim.ts";
import { composeClaims } from "./compose-claims.ts";
import { readObjects } from "./read-files.ts";

const NOW = Date.UTC(2026, 0, 2);

const claim = (name: string, spec: JsonObject = {}): KubeObject => ({
  apiVersion: "data.example/v1",
  kind: "Database",
  metadata: { name, namespace: "team", labels: { app: "shop" } },
  spec,
});

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kube-sim-load-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe("a folder", () => {
  it("gives the objects of all its files: several documents, lists and arrays", async () => {
    const object = (name: string): string => JSON.stringify(xr(name));
    const folder = await folderOf({
      "1.yaml": `# a comment\n---\n${object("a")}\n---\n${object("b")}\n`,
      "2.yml": `kind: List\nitems:\n- ${object("c")}\n`,
      "3.json": `[${object("d")}]`,
      "README.md": "not an object",
    });
    expect((await readObjects(folder)).map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c", "d"]);
  });

  it.each([
    ["a.yaml", "kind: Nameless", "has no apiVersion"],
    ["a.yaml", "a: [", "a.yaml: "],
    ["a.json", "{", "JSON"],
  ])("with a file that holds no objects is refused by its path: %s %s", async (name, text, message) => {
    await expect(readObjects(await folderOf({ [name]: text }))).rejects.toThrow(message);
  });
});

describe("loading", () => {
  it("takes objects in any order, with the identity they come with", () => {
    const cluster = createCluster({ now: () => NOW });
    const known = {
      ...xr("a"),
      metadata: { name: "a", uid: "u-1", resourceVersion: "77", creationTimestamp: "2025-05-05T05:05:05Z" },
    };
    expect(cluster.load([known, xr("b"), xrd()])).toEqual([]);
    const type = cluster.typeOfKind("data.example", "XDatabase");
    if (type === undefined) throw new Error("not served");
    expect(cluster.read(type, "", "a")?.metadata).toMatchObject(known.metadata);
    expect(cluster.read(type, "", "b")?.metadata.creationTimestamp).toBe("2026-01-02T00:00:00Z");
    expect(cluster.resourceVersion()).toBeGreaterThan(77);
  });

  it("stores an object of another served version at the storage version", () => {
    const cluster = createCluster();
    cluster.load([xrd(), { ...xr("a"), apiVersion: "data.example/v1alpha1" }]);
    const type = cluster.typeOfKind("data.example", "XDatabase");
    expect(type && cluster.read(type, "", "a")?.apiVersion).toBe("data.example/v1");
  });

  it("names the objects whose kind nobody defines", () => {
    expect(createCluster().load([xr("a")])).toEqual([xr("a")]);
  });

  it("makes the namespaces that objects are in", () => {
    const cluster = createCluster();
    cluster.load([xrd(), claim("a")]);
    const namespaces = cluster.type("namespaces");
    expect(namespaces && cluster.read(namespaces, "", "team")?.["status"]).toEqual({ phase: "Active" });
  });
});

describe("a new claim", () => {
  const [, composedClaim, composite] = composeClaims([xrd(), claim("orders", { size: "small" })], NOW);

  it("gets the composite resource that Crossplane would make", () => {
    const name = composite?.metadata.name ?? "";
    expect(name).toMatch(/^orders-[0-9a-f]{5}$/);
    expect(composite).toMatchObject({
      kind: "XDatabase",
      metadata: {
        labels: {
          app: "shop",
          "crossplane.io/claim-name": "orders",
          "crossplane.io/claim-namespace": "team",
          "crossplane.io/composite": name,
        },
      },
      spec: {
        size: "small",
        claimRef: { apiVersion: "data.example/v1", kind: "Database", name: "orders", namespace: "team" },
      },
    });
    expect(composedClaim).toMatchObject({
      spec: { resourceRef: { apiVersion: "data.example/v1", kind: "XDatabase", name } },
    });
  });

  it("is ready, and so is its composite resource", () => {
    const conditions = [
      { lastTransitionTime: "2026-01-02T00:00:00Z", reason: "ReconcileSuccess", status: "True", type: "Synced" },
      { lastTransitionTime: "2026-01-02T00:00:00Z", reason: "Available", status: "True", type: "Ready" },
    ];
    expect([composedClaim?.["status"], composite?.["status"]]).toEqual([{ conditions }, { conditions }]);
  });

  it("that came from a server, or is composed already, is left alone", () => {
    const read = { ...claim("a"), metadata: { ...claim("a").metadata, uid: "u" } };
    const done = { ...claim("b", { resourceRef: { name: "x" } }), status: {} };
    expect(composeClaims([xrd(), read, done], NOW)).toEqual([xrd(), read, done]);
  });
});

const [RECORDING, PLATFORM] = ["golden/xp-tracker-0.3.0/basic", "fixtures/crossplane"];
const reason = sharedSkipReason(RECORDING) ?? sharedSkipReason(PLATFORM);
const why = reason === undefined ? "" : ` (skipped: ${reason})`;

describe.skipIf(reason !== undefined)(`real objects${why}`, () => {
  it("of a golden recording come back byte for byte, but for the order of keys", () => {
    const golden = join(sharedPath(RECORDING), "objects.json");
    const objects = JSON.parse(readFileSync(golden, "utf8")) as readonly KubeObject[];
    const cluster = createCluster();
    expect(cluster.load(composeClaims(objects, NOW))).toEqual([]);
    for (const object of objects) {
      const type = cluster.typeOfKind(
        object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "",
        object.kind,
      );
      const found = type && cluster.read(type, object.metadata.namespace ?? "", object.metadata.name);
      const expected = { ...object, metadata: { generation: 1, ...object.metadata } };
      expect(JSON.stringify(sorted({ ...found }))).toBe(JSON.stringify(sorted(expected)));
    }
  });

  it("of a real platform are all served: every claim has its composite resource", async () => {
    const objects = await readObjects(sharedPath(PLATFORM));
    const cluster = createCluster();
    expect(cluster.load(composeClaims(objects, NOW))).toEqual([]);
    const categories = Map.groupBy(cluster.types(), ({ categories: [first] }) => first);
    const all = (category: string) =>
      (categories.get(category) ?? []).flatMap((type) =>
        cluster
          .objects(type)
          .all()
          .map((stored) => fromStored(stored, typeName(type), type.kind)),
      );
    const refs = all("claim").map(
      (object) => (object["spec"] as { readonly resourceRef: { readonly name: string } }).resourceRef.name,
    );
    const names = new Set(all("composite").map(({ metadata }) => metadata.name));
    expect(refs.length).toBeGreaterThan(30);
    expect(refs.filter((name) => !names.has(name))).toEqual([]);
  });
});
