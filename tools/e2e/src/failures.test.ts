import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts, startKubeSim, startService } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { answer, eventually, page } from "./testing/http.ts";
import { samplesOf, select, total } from "./testing/page.ts";
import { claimsOnPage, recountClaims } from "./testing/recount.ts";
import { fileStore, pollsOf } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const own = stopsAtEnd();
const databases = "data.platform.example/v1alpha1/databases";
const generationOf = (body: string): number => total(body, "xp_tracker_snapshot_generation");
const summaryOf = (body: string): readonly string[] =>
  body.split("\n").filter((line) => /^crossplane_(claims|xr|mr)_/.test(line));

async function platform() {
  const directory = own(await temporaryDirectory());
  const sim = own(await startKubeSim({ claims: 60, speed: 0 }));
  const settings = { ...pollsOf(sim), ...fileStore(directory.path) };
  const standalone = own(await startService("standalone", settings));
  await standalone.logged("poll cycle complete");
  const metrics = () => page(`${standalone.url}/metrics`);
  /** A page that holds what two more cycles brought. */
  const later = async (): Promise<string> => {
    const before = generationOf(await metrics());
    return eventually(async () => {
      const body = await metrics();
      expect(generationOf(body)).toBeGreaterThan(before + 1);
      return body;
    });
  };
  return { directory, sim, settings, standalone, metrics, later };
}

describe("a type that may no longer be listed", () => {
  it("keeps its rows and says that it is not up; the others change and are persisted", async () => {
    const { directory, sim, standalone, metrics, later } = await platform();
    const group = { group: "data.platform.example", kind: "Database" };
    const rowsOf = (body: string) => select(body, "crossplane_claims_total", group);
    const good = await metrics();
    const forbidden = await sim.control.addFault({ gvr: databases, status: 403 });
    // Rights that are taken away do not end a watch that is open.
    await sim.control.addFault({ gvr: databases, dropWatches: "end" });
    await standalone.logged("source is not up, its last good rows stay");
    await sim.control.step(300);

    const body = await later();
    expect(rowsOf(body)).toEqual(rowsOf(good));
    expect(select(body, "xp_tracker_source_up", { gvr: databases })).toMatchObject([{ value: 0 }]);
    expect(select(body, "xp_tracker_source_error", { gvr: databases, error: "forbidden" })).toHaveLength(1);
    expect(select(body, "xp_tracker_source_up").filter(({ value }) => value === 0)).toHaveLength(1);
    expect(total(body, "xp_tracker_snapshot_complete")).toBe(0);
    const others = (page: string) =>
      claimsOnPage(samplesOf(page).filter(({ labels }) => labels["group"] !== group.group));
    expect(others(body)).toEqual(await recountClaims(sim.api, group.group));
    expect(others(body)).not.toEqual(others(good));

    const replica = own(await startService("exporter", fileStore(directory.path)));
    await eventually(async () => {
      const served = await page(`${replica.url}/metrics`);
      expect(generationOf(served)).toBeGreaterThanOrEqual(generationOf(body));
      expect(summaryOf(served)).toEqual(summaryOf(body));
    });

    await sim.control.removeFault(forbidden);
    await standalone.logged("source is up again");
    expect(claimsOnPage(samplesOf(await later()))).toEqual(await recountClaims(sim.api));
  });

  it("takes its rows with it once nothing defines it any more", async () => {
    const { sim, metrics, later } = await platform();
    expect(total(await metrics(), "crossplane_claims_total", { group: "data.platform.example" })).toBeGreaterThan(0);
    const definitions = "/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions";
    expect((await sim.api.delete(`${definitions}/xdatabases.data.platform.example`)).status).toBe(200);

    const body = await later();
    for (const family of ["crossplane_claims_total", "crossplane_xr_total", "crossplane_resource_info"])
      expect(select(body, family, { group: "data.platform.example" })).toEqual([]);
    expect(select(body, "xp_tracker_source_up", { gvr: databases })).toEqual([]);
    expect(total(body, "crossplane_claims_total")).toBeGreaterThan(0);
  });
});

describe("a restart while the API server is down", () => {
  it("serves what was persisted, with its age, and follows once the server is back", async () => {
    const directory = own(await temporaryDirectory());
    const [port = 0] = await freePorts(1);
    const sim = await startKubeSim({ claims: 60, speed: 0, port, http: true });
    const kubeconfig = join(directory.path, "kubeconfig");
    const settings = { ...pollsOf(sim), ...fileStore(directory.path), KUBE_REQUEST_TIMEOUT_SECONDS: "2" };
    const first = await startService("standalone", settings);
    await first.logged("poll cycle complete");
    const good = await page(`${first.url}/metrics`);
    await first.stop();
    const persisted = JSON.parse(await readFile(join(directory.path, "snapshot.json"), "utf8")) as {
      readonly generation: number;
    };
    await copyFile(sim.kubeconfigPath, kubeconfig);
    await sim.stop();

    const second = own(await startService("standalone", { ...settings, KUBECONFIG: kubeconfig }));
    await second.logged("snapshot restored");
    const old = await eventually(async () => {
      const body = await page(`${second.url}/metrics`);
      expect(generationOf(body)).toBeGreaterThanOrEqual(persisted.generation);
      return body;
    });
    expect(summaryOf(old)).toEqual(summaryOf(good));
    expect((await answer(`${second.url}/readyz`)).status).toBe(200);

    const lastSuccess = (body: string) =>
      total(body, "xp_tracker_source_last_success_timestamp_seconds", { gvr: databases });
    const down = await eventually(async () => {
      const body = await page(`${second.url}/metrics`);
      expect(total(body, "xp_tracker_source_up", { gvr: databases })).toBe(0);
      return body;
    });
    expect(summaryOf(down)).toEqual(summaryOf(good));
    expect(lastSuccess(down)).toBe(lastSuccess(old));
    expect((await answer(`${second.url}/readyz`)).status).toBe(200);

    // Without TLS, so that the kubeconfig of the first fits the second.
    const back = own(await startKubeSim({ claims: 30, speed: 0, port, http: true }));
    await eventually(async () => {
      const body = await page(`${second.url}/metrics`);
      expect(claimsOnPage(samplesOf(body))).toEqual(await recountClaims(back.api));
    }, 30_000);
  });
});

describe("what cannot be found", () => {
  const XRDS = "apiextensions.crossplane.io/v1/compositeresourcedefinitions";
  const unserved = "absent.example/v1/things";

  it("is a source that is not up, on each replica, until it can be read; what was known of a definition is read on", async () => {
    const directory = own(await temporaryDirectory());
    const sim = own(await startKubeSim({ claims: 20, speed: 0 }));
    const scopeOf = (scope: string) =>
      sim.api.patch(`/apis/${XRDS}/xdatabases.data.platform.example`, { spec: { scope } });
    await scopeOf("Galactic");
    const settings = { ...pollsOf(sim), ...fileStore(directory.path), CLAIM_GVRS: unserved };
    const poller = own(await startService("poller", settings));
    await poller.logged("poll cycle complete");
    const exporter = own(
      await startService("exporter", { ...fileStore(directory.path), REFRESH_INTERVAL_SECONDS: "1" }),
    );
    const broken = `${XRDS}/xdatabases.data.platform.example`;

    const body = await eventually(async () => {
      const found = await page(`${exporter.url}/metrics`);
      expect(total(found, "xp_tracker_snapshot_complete")).toBe(0);
      return found;
    });
    expect(select(body, "xp_tracker_source_error").map(({ labels }) => labels)).toEqual([
      { gvr: unserved, class: "claim", error: "not_found" },
      { gvr: broken, class: "definition", error: "malformed" },
    ]);
    const ready = await answer(`${exporter.url}/readyz?verbose`);
    expect(ready.status).toBe(200);
    expect(ready.body).toContain(`[-]source definition ${broken} failed (not counted): malformed, 0 rows, never read`);
    expect(ready.body).toMatch(/\[\+\]source claim \S+\/objectstores ok: \d+ rows, read \d+ s ago/);
    expect((await answer(exporter.url)).body).toContain(unserved);

    await scopeOf("LegacyCluster");
    await eventually(async () => {
      const errors = select(await page(`${exporter.url}/metrics`), "xp_tracker_source_error");
      expect(errors.map(({ labels }) => labels["gvr"])).toEqual([unserved]);
    });

    const databasesOn = async () =>
      total(await page(`${exporter.url}/metrics`), "crossplane_claims_total", { kind: "Database" });
    const before = await databasesOn();
    await scopeOf("Galactic");
    await eventually(async () => {
      const errors = select(await page(`${exporter.url}/metrics`), "xp_tracker_source_error");
      expect(errors.map(({ labels }) => labels["error"])).toEqual(["not_found", "malformed"]);
    });
    expect(await databasesOn()).toBe(before);
  });
});

describe("KUBE_NAMESPACE_SCOPE", () => {
  it("leaves out claims of other namespaces and keeps cluster-scoped XRs", async () => {
    const sim = own(await startKubeSim({ claims: 60, speed: 0 }));
    const all = await recountClaims(sim.api);
    const namespace = Object.keys(all)[0]?.split(" | ")[2] ?? "";
    const scoped = own(await startService("standalone", { ...pollsOf(sim), KUBE_NAMESPACE_SCOPE: namespace }));
    await scoped.logged("poll cycle complete");
    const body = await page(`${scoped.url}/metrics`);

    const ofNamespace = Object.entries(all).filter(([key]) => key.split(" | ")[2] === namespace);
    expect(claimsOnPage(samplesOf(body))).toEqual(Object.fromEntries(ofNamespace));
    const xrs = (await sim.api.get("/apis/data.platform.example/v1alpha1/xdatabases")).body as { items: unknown[] };
    expect(total(body, "crossplane_xr_total", { kind: "XDatabase" })).toBe(xrs.items.length);
  });
});
