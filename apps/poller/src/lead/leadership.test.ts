import { connectKube } from "@xp-tracker/kube";
import type { Term } from "@xp-tracker/kube";
import { leaderMetrics } from "@xp-tracker/metrics";
import { checkConfig } from "@xp-tracker/runtime";
import { startKubeSim } from "@xp-tracker/testing";
import type { KubeSim } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { inTerm, takeTurns } from "./leadership.ts";
import type { LeadershipDeps } from "./leadership.ts";
import { processParts } from "../testing/process-parts.ts";

type Setting = LeadershipDeps["config"]["leaderElection"];

let sim: KubeSim;
beforeAll(async () => {
  sim = await startKubeSim({ token: "t" });
});
afterAll(() => sim.stop());

const until = (claim: () => void | Promise<void>) => vi.waitFor(claim, { timeout: 20_000, interval: 10 });
let names = 0;

/** A process that takes its turns, in a pod or not. */
async function candidate(leaderElection: Setting, place: { inCluster: boolean; namespace?: string; name?: string }) {
  const client = await connectKube({
    kubeconfigPath: sim.kubeconfigPath,
    requestTimeoutMs: 5_000,
    userAgent: "test",
    retry: { attempts: 1, baseMs: 1, maxMs: 1 },
  });
  const { inCluster, namespace = "default", name = `lease-${(names += 1)}` } = place;
  const parts = processParts();
  const stop = new AbortController();
  const terms: Term[] = [];
  const lead = async (term: Term): Promise<void> => {
    terms.push(term);
    const over = AbortSignal.any([term.signal, stop.signal]);
    if (!over.aborted) await new Promise((resolve) => over.addEventListener("abort", resolve));
  };
  const done = takeTurns(
    {
      config: { leaderElection, leaseName: name, leaseNamespace: undefined, leaseDurationMs: 3_000 },
      connection: { home: { inCluster, namespace }, lease: (...args) => client.lease(...args) },
      log: parts.log,
      metrics: leaderMetrics(parts.registry),
    },
    { lead },
    stop.signal,
  );
  const end = async (): Promise<void> => {
    stop.abort();
    await done;
    await client.close();
  };
  onTestFinished(end);
  const told = (): readonly string[] => parts.lines.map(({ msg }) => msg);
  return { ...parts, terms, told, end, name };
}

const leaseRequests = async (): Promise<number> =>
  Object.entries((await sim.control.stats()).requests)
    .filter(([what]) => what.endsWith("/leases"))
    .reduce((sum, [, count]) => sum + count, 0);

/** What the Lease API answers from now on, until the test ends. */
async function answers(status: 403 | 404 | 503): Promise<() => Promise<void>> {
  const id = await sim.control.addFault({ gvr: "coordination.k8s.io/v1/leases", status });
  onTestFinished(() => sim.control.clearFaults());
  return () => sim.control.removeFault(id);
}

describe("LEADER_ELECTION=auto", () => {
  it("takes part in a pod, and says who leads", async () => {
    const first = await candidate("auto", { inCluster: true });
    await until(() => expect(first.told()).toEqual(["leading"]));
    const second = await candidate("auto", { inCluster: true, name: first.name });
    await until(() => expect(second.told()).toEqual(["following: another process leads"]));
    expect(second.lines[0]).toMatchObject({ holder: first.lines[0]?.["identity"], lease: `default/${first.name}` });
    expect(await first.sample("xp_tracker_leader")).toBe(1);
    expect(await second.sample("xp_tracker_leader")).toBe(0);
    await first.end();
    await until(() => expect(second.told().at(-1)).toBe("leading"));
    expect(await second.sample('xp_tracker_lease_transitions_total{role="leader"}')).toBe(1);
  });

  it("touches no Lease outside of a pod", async () => {
    const before = await leaseRequests();
    const alone = await candidate("auto", { inCluster: false });
    await until(() => expect(alone.terms).toHaveLength(1));
    expect(alone.lines).toMatchObject([{ level: "INFO", msg: "leader election is off" }]);
    expect(await alone.sample("xp_tracker_leader")).toBe(1);
    expect(await leaseRequests()).toBe(before);
  });

  it.each([
    ["the Role is missing", 403],
    ["the API has no Leases", 404],
  ] as const)("polls without an election where %s, and says so in one line", async (_, status) => {
    await answers(status);
    const alone = await candidate("auto", { inCluster: true });
    await until(() => expect(alone.terms).toHaveLength(1));
    expect(alone.lines).toMatchObject([
      { level: "WARN", msg: "leader election is off", error: { code: "LEASE_REFUSED" } },
    ]);
  });

  it("waits while the API server is away: nobody knows yet whether others lead", async () => {
    const back = await answers(503);
    const waiting = await candidate("auto", { inCluster: true });
    await until(async () =>
      expect(await waiting.sample('xp_tracker_lease_failures_total{error="server_error"}')).toBeGreaterThan(1),
    );
    expect([waiting.terms, waiting.told()]).toEqual([[], ["Lease cannot be used"]]);
    await back();
    await until(() => expect(waiting.told().slice(1).toSorted()).toEqual(["Lease can be used again", "leading"]));
  });

  it("stays in the election when the permission is taken away later", async () => {
    const first = await candidate("auto", { inCluster: true });
    await until(() => expect(first.terms).toHaveLength(1));
    await answers(403);
    await until(() => expect(first.told()).toContain("no longer leading"));
    expect(first.lines.find(({ msg }) => msg === "no longer leading")).toMatchObject({ error: { code: "LEASE_LOST" } });
    // Whether it goes on without the election is decided by refusals that come after the loss.
    const refusals = (): Promise<number | undefined> =>
      first.sample('xp_tracker_lease_failures_total{error="forbidden"}');
    const before = (await refusals()) ?? 0;
    await until(async () => expect(await refusals()).toBeGreaterThanOrEqual(before + 2));
    expect(await first.sample("xp_tracker_leader")).toBe(0);
    expect(first.terms).toHaveLength(1);
  });
});

describe("LEADER_ELECTION=on", () => {
  it("never writes without the permission, and says what to grant", async () => {
    const back = await answers(403);
    const refused = await candidate("on", { inCluster: false });
    await until(async () =>
      expect(await refused.sample('xp_tracker_lease_failures_total{error="forbidden"}')).toBeGreaterThan(2),
    );
    expect(refused.terms).toEqual([]);
    expect(refused.lines).toMatchObject([
      { level: "ERROR", msg: "Lease cannot be used", error: { code: "LEASE_REFUSED" } },
    ]);
    await back();
    await until(() => expect(refused.terms).toHaveLength(1));
  });
});

it("LEADER_ELECTION=off touches no Lease", async () => {
  const before = await leaseRequests();
  const alone = await candidate("off", { inCluster: true });
  await until(() => expect(alone.terms).toHaveLength(1));
  expect(await leaseRequests()).toBe(before);
});

describe("what follows a snapshot", () => {
  const snapshot = {} as Parameters<Parameters<typeof inTerm>[1]>[0];
  const never = new AbortController().signal;

  it("does not begin once the term is over by the clock, before any timer has told", async () => {
    const over = new AbortController();
    const term = { signal: over.signal, check: () => over.abort(new Error("time is up")) };
    const write = vi.fn<() => Promise<void>>(() => Promise.resolve());
    await expect(inTerm(term, write)(snapshot, never)).rejects.toThrow("time is up");
    expect(write).not.toHaveBeenCalled();
  });

  it("is cut off when the term ends", async () => {
    const over = new AbortController();
    const term = { signal: over.signal, check: () => undefined };
    const write = inTerm(term, (_, signal) => {
      over.abort(new Error("lost"));
      signal.throwIfAborted();
      return Promise.resolve();
    });
    await expect(write(snapshot, never)).rejects.toThrow("lost");
  });
});

it("the name of a Lease is checked at the start", () => {
  const base = { STORE_BACKEND: "file", FILE_STORE_DIR: "/tmp" };
  expect(checkConfig("poller", { ...base, LEASE_NAME: "a.b-c", LEASE_NAMESPACE: "x" })).toMatchObject({ ok: true });
  for (const wrong of ["A", "a_b", "-a", "a..b", "a".repeat(254)]) {
    expect(checkConfig("poller", { ...base, LEASE_NAME: wrong })).toMatchObject({ ok: false });
  }
});
