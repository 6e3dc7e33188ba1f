import { existsSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { startKubeSim } from "./kube-sim.ts";
import type { KubeSim, KubeSimOptions } from "./kube-sim.ts";

const DATABASES = "/apis/data.platform.example/v1alpha1/databases";

async function started(options: KubeSimOptions): Promise<KubeSim> {
  const sim = await startKubeSim(options);
  onTestFinished(sim.stop);
  return sim;
}

const itemsOf = (body: unknown): readonly unknown[] => (body as { readonly items: readonly unknown[] }).items;

describe("a simulated control plane", () => {
  it("is a process that serves a platform, and is gone once it is stopped", async () => {
    const sim = await startKubeSim({ claims: 20, speed: 0, http: true });
    expect(itemsOf((await sim.api.get("/apis/pkg.crossplane.io/v1/providers")).body).length).toBeGreaterThan(3);
    expect((await sim.control.stats()).requests).toEqual({ "list pkg.crossplane.io/v1/providers": 1 });
    await sim.stop();
    await expect(fetch(`${sim.url}/readyz`)).rejects.toThrow("fetch failed");
    expect(existsSync(sim.kubeconfigPath)).toBe(false);
  });

  it("does as its control is told: faults, churn, steps, compaction, statistics", async () => {
    const { api, control } = await started({ claims: 20, speed: 0, http: true });
    const id = await control.addFault({ gvr: "data.platform.example/v1alpha1/databases", status: 403 });
    expect((await api.get(DATABASES)).status).toBe(403);
    await control.removeFault(id);
    expect((await api.get(DATABASES)).status).toBe(200);
    expect(await control.churn(5)).toBe(5);
    await control.step(3);
    await control.compact();
    await control.resetStats();
    expect((await control.stats()).requestsTotal).toBe(0);
    await expect(control.addFault({ gvr: "nonsense", hang: true })).rejects.toThrow(
      "gvr must be group/version/resource",
    );
  });

  it("takes ordinary writes, as a platform's users make them", async () => {
    const { api } = await started({ claims: 4, speed: 0, http: true });
    const path = "/apis/data.platform.example/v1alpha1/namespaces/orders-dev/databases";
    const created = await api.create(path, { metadata: { name: "mine" }, spec: {} });
    expect(created.status).toBe(201);
    expect((await api.patch(`${path}/mine/status`, { status: { conditions: [] } })).status).toBe(200);
    expect((await api.delete(`${path}/mine`)).status).toBe(200);
  });

  it("rotates its token, which the kubeconfig follows", async () => {
    const { api, control } = await started({ token: "first" });
    expect((await api.get("/apis")).status).toBe(200);
    await control.setTokens(["second"]);
    expect((await api.get("/apis")).status).toBe(200);
  });

  it("comes back on the port it had", async () => {
    const first = await startKubeSim({ http: true });
    await first.stop();
    const second = await started({ http: true, port: first.port });
    expect(second.url).toBe(first.url);
  });

  it("that cannot start says why", async () => {
    await expect(startKubeSim({ objects: ["/no/such/folder"] })).rejects.toThrow("no such file or directory");
  });
});
