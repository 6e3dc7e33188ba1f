import { gunzipSync } from "node:zlib";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { XRS, namesOf, testSim, xr, xrd } from "../testing/test-sim.ts";
import type { TestSim } from "../testing/test-sim.ts";

const three = [xrd(), xr("b", { env: "prod" }), xr("a", { env: "dev" }), xr("c")];

describe("a list", () => {
  it("has its items in order of name, and its version after them", async () => {
    const { get } = await testSim(three);
    const { body, headers, text } = await get(XRS);
    expect(namesOf(body)).toEqual(["a", "b", "c"]);
    expect(Object.keys(body ?? {})).toEqual(["apiVersion", "items", "kind", "metadata"]);
    expect(headers.get("content-type")).toBe("application/json");
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("is empty, not missing, where there are no objects", async () => {
    const { get } = await testSim([xrd()]);
    const { status, body } = await get(XRS);
    expect([status, body?.items, body?.metadata?.continue]).toEqual([200, [], ""]);
  });

  it("shows namespaces as built-in kinds: without apiVersion and kind in the items", async () => {
    const { get } = await testSim();
    const { body } = await get("/api/v1/namespaces?fieldSelector=metadata.name%3Ddefault");
    expect(body?.items?.map((item) => Object.keys(item))).toEqual([["metadata", "spec", "status"]]);
  });

  it("serves every version of a type with the same objects", async () => {
    const { get } = await testSim(three);
    const { body } = await get("/apis/data.example/v1alpha1/xdatabases");
    expect(new Set(body?.items?.map(({ apiVersion }) => apiVersion))).toEqual(new Set(["data.example/v1alpha1"]));
    expect(namesOf(body)).toEqual(["a", "b", "c"]);
  });
});

async function pages(
  { get }: TestSim,
  limit: number,
  between: () => Promise<unknown>,
): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for (let token = ""; ;) {
    const { body } = await get(`${XRS}?limit=${limit}&continue=${encodeURIComponent(token)}`);
    found.push(namesOf(body));
    token = body?.metadata?.continue ?? "";
    if (token === "") return found;
    await between();
  }
}

describe("a paged list", () => {
  it("is one snapshot, whatever is written between the pages", async () => {
    const sim = await testSim(three);
    let count = 0;
    const seen = await pages(sim, 1, async () => {
      count += 1;
      await sim.send("POST", XRS, xr(`b${count}`));
      await sim.send("DELETE", `${XRS}/c`);
    });
    expect(seen).toEqual([["a"], ["b"], ["c"]]);
    expect(namesOf((await sim.get(XRS)).body)).toEqual(["a", "b", "b1", "b2"]);
  });

  it("tells how many remain, except with a selector", async () => {
    const { get } = await testSim(three);
    expect((await get(`${XRS}?limit=1`)).body?.metadata?.remainingItemCount).toBe(2);
    expect((await get(`${XRS}?limit=1&labelSelector=env`)).body?.metadata?.remainingItemCount).toBeUndefined();
  });

  it("answers 410 to a token from before a compaction, and offers one that goes on without consistency", async () => {
    const sim = await testSim(three);
    const token = (await sim.get(`${XRS}?limit=1`)).body?.metadata?.continue ?? "";
    await sim.send("POST", XRS, xr("d"));
    await sim.send("POST", "/_sim/compact");
    const { status, body } = await sim.get(`${XRS}?limit=1&continue=${token}`);
    expect([status, body?.reason]).toEqual([410, "Expired"]);
    const rest = await sim.get(`${XRS}?continue=${body?.metadata?.continue ?? ""}`);
    expect(namesOf(rest.body)).toEqual(["b", "c", "d"]);
  });

  it("ignores the limit, and knows no order, at resourceVersion 0", async () => {
    const { get } = await testSim(three);
    const { body } = await get(`${XRS}?limit=1&resourceVersion=0`);
    expect(namesOf(body)).not.toEqual(["a", "b", "c"]);
    expect(namesOf(body).toSorted()).toEqual(["a", "b", "c"]);
  });

  it("stays within its namespace, which may be a prefix of another", async () => {
    const claims = ["team", "team-b", "teams"].map((namespace) => ({
      apiVersion: "data.example/v1",
      kind: "Database",
      metadata: { name: "x", namespace },
    }));
    const { get } = await testSim([xrd(), ...claims]);
    const { body } = await get("/apis/data.example/v1/namespaces/team/databases?limit=1");
    expect([namesOf(body), body?.metadata?.continue]).toEqual([["x"], ""]);
  });
});

describe("compression", () => {
  const raw = async (url: string): Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }> =>
    new Promise((resolve, reject) => {
      request(url, { headers: { "accept-encoding": "gzip" }, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ encoding: response.headers["content-encoding"], bytes: Buffer.concat(chunks) }),
        );
      })
        .on("error", reject)
        .end();
    });

  it("starts above 131072 bytes, in one part or in many", async () => {
    const big = Array.from({ length: 700 }, (_, index) => ({ ...xr(`x${index}`), spec: { text: "y".repeat(200) } }));
    const { sim, get } = await testSim([xrd(), ...big]);
    for (const path of [XRS, `${XRS}?limit=450`]) {
      const { encoding, bytes } = await raw(sim.url + path);
      expect(encoding).toBe("gzip");
      expect(gunzipSync(bytes).toString()).toBe((await get(path)).text);
    }
    expect((await raw(`${sim.url}${XRS}?limit=10`)).encoding).toBeUndefined();
  });
});

describe("representations", () => {
  it("reduce a list to its metadata", async () => {
    const { get } = await testSim(three);
    const accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json";
    const { body } = await get(XRS, { accept });
    expect(body?.kind).toBe("PartialObjectMetadataList");
    expect(body?.items?.map((item) => Object.keys(item))).toEqual(
      Array.from({ length: 3 }, () => ["kind", "apiVersion", "metadata"]),
    );
  });

  it("fall back to JSON, or fail with 406", async () => {
    const { get } = await testSim(three);
    const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    expect((await get(XRS, { accept: `${table},application/json` })).body?.kind).toBe("XDatabaseList");
    expect((await get(XRS, { accept: table })).status).toBe(406);
  });
});
