import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import type { KubeSim, Prometheus, PrometheusSample } from "@xp-tracker/testing";
import { documentedQuery } from "./documented-queries.ts";
import {
  claimLabels,
  composedBy,
  compositionRevision,
  mrd,
  namespace,
  object,
  provider,
  refTo,
  xrd,
} from "./objects.ts";
import type { Conditions, Type } from "./objects.ts";
import { because } from "./shared-files.ts";
import { ownerEnvironment, ownerKeys, simulated } from "./simulated.ts";
import { startTracker } from "./tracker.ts";
import type { Tracker } from "./tracker.ts";

const databases: Type = { group: "data.acme.example", kind: "XDatabase", plural: "xdatabases" };
const claims: Type = { ...databases, kind: "Database", plural: "databases" };
const buckets: Type = { group: "s3.aws.example", kind: "Bucket", plural: "buckets" };

interface Order {
  readonly name: string;
  readonly team: string;
  readonly revision: string;
  readonly updatePolicy?: "Automatic" | "Manual";
  readonly claim?: Conditions;
  readonly mr?: Conditions;
}

/** A claim, its XR and its MR; the MR's owner is known through the claim alone. */
function tree({ name, team, revision, updatePolicy = "Automatic", claim: claimConditions, mr }: Order) {
  const xrName = `${name}-x1`;
  const resourceRef = { apiVersion: "data.acme.example/v1", kind: "XDatabase", name: xrName };
  const annotations = { [ownerKeys.team]: team };
  const claim = object(claims, { name, namespace: "team-a", annotations }, { resourceRef }, claimConditions);
  const labels = claimLabels(claim, xrName);
  const spec = {
    claimRef: refTo(claim),
    compositionRef: { name: "pg" },
    compositionRevisionRef: { name: revision },
    compositionUpdatePolicy: updatePolicy,
  };
  const xr = object(databases, { name: xrName, labels }, spec);
  return [claim, xr, object(buckets, composedBy(xr, `${xrName}-b`), {}, mr)];
}

const failing: Conditions = { ready: "False", synced: "False" };
const justNow: Conditions = { ready: "False", readyReason: "Waiting", since: new Date().toISOString() };
const forLong: Conditions = { ready: "False", readyReason: "Waiting", since: "2026-01-01T00:00:00Z" };

const objects = () => [
  namespace("team-a"),
  xrd(databases, { claim: claims, scope: "LegacyCluster" }),
  mrd(buckets, "provider-aws-s3"),
  compositionRevision("pg", "pg-new", 3),
  compositionRevision("pg", "pg-old", 2),
  compositionRevision("vpc", "vpc-only", 9),
  provider("provider-aws-s3", true),
  provider("provider-aws-iam", false),
  ...tree({ name: "well", team: "payments", revision: "pg-new" }),
  ...tree({ name: "failing", team: "payments", revision: "pg-new", mr: failing, claim: forLong }),
  ...tree({ name: "creating", team: "search", revision: "pg-new", claim: justNow }),
  ...tree({ name: "behind", team: "search", revision: "pg-old" }),
  ...tree({ name: "pinned", team: "search", revision: "pg-old", updatePolicy: "Manual" }),
];

const noPrometheus = prometheusSkipReason();

describe.skipIf(noPrometheus)(
  `the documented queries, on a Prometheus that scrapes the stack${because(noPrometheus)}`,
  () => {
    let sim: KubeSim;
    let tracker: Tracker;
    let prometheus: Prometheus;
    beforeAll(async () => {
      sim = await simulated(objects());
      tracker = await startTracker(sim.kubeconfigPath, ownerEnvironment);
      prometheus = await startPrometheus({ targets: { "xp-tracker": [new URL(tracker.url).host] } });
      await prometheus.scraped();
    });
    afterAll(async () => {
      await prometheus?.stop();
      await tracker?.stop();
      await sim?.stop();
    });

    const ask = async (text: string): Promise<readonly PrometheusSample[]> => {
      const found = await prometheus.query(documentedQuery(text));
      console.log(`${text}: ${JSON.stringify(found)}`);
      return found;
    };
    const labels = (found: readonly PrometheusSample[], ...names: readonly string[]) =>
      found.map((sample) => names.map((name) => sample.labels[name]).join(" ")).toSorted();

    it("count the failing MRs by team", async () => {
      expect(await ask("# Failing MRs by team")).toEqual([{ labels: { team: "payments" }, value: 1 }]);
    });

    it("find the claims that are not ready for more than 15 minutes, with the reason", async () => {
      const found = await ask("# Claims that are not ready for more than 15 minutes");
      expect(labels(found, "namespace", "name", "reason")).toEqual(["team-a failing Waiting"]);
      expect(found[0]?.value).toBeGreaterThan(900);
    });

    it("find the XRs that run on another revision than the newest", async () => {
      const found = await ask("# XRs that run on another revision than the newest");
      expect(labels(found, "kind", "name", "composition_revision")).toEqual([
        "XDatabase behind-x1 pg-old",
        "XDatabase pinned-x1 pg-old",
      ]);
    });

    it("find those of them that nobody holds back", async () => {
      const found = await ask("crossplane_composition_revision < on (composition)");
      expect(labels(found, "name", "composition_revision")).toEqual(["behind-x1 pg-old"]);
    });

    it("find the providers that are not healthy", async () => {
      const found = await ask('crossplane_package_condition{kind="Provider"');
      expect(labels(found, "name")).toEqual(["provider-aws-iam"]);
    });
  },
);
