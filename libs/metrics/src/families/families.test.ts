import { describe, expect, it } from "vitest";
import { familiesOf } from "./families-option.ts";
import type { FamilySet } from "./family.ts";
import { renderMetrics } from "../page/render.ts";
import { platform, sampleRow, sampleSnapshot } from "../testing/sample-snapshot.ts";
import type { Snapshot } from "@xp-tracker/crossplane";

/** Samples only: HELP and TYPE are checked in `family-docs.test.ts`. */
const samples = (set: FamilySet, snapshot: Snapshot | undefined = platform): readonly string[] =>
  String(Buffer.concat(renderMetrics(snapshot, familiesOf([set]), "text")))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

describe("summary families", () => {
  it("count each class by who made it, of what, and how many are ready", () => {
    const orders = sampleRow({ kind: "Db", namespace: "a", name: "1", creator: "al", team: "pay", composition: "pg" });
    const claim = [
      orders,
      { ...orders, name: "2", ready: 1 as const },
      { ...orders, name: "3", team: "risk", ready: -1 as const },
    ];
    expect(samples("summary", sampleSnapshot({ rows: { claim } }))).toEqual([
      'crossplane_claims_total{group="acme.example",kind="Db",namespace="a",composition="pg",creator="al",team="pay"} 2',
      'crossplane_claims_total{group="acme.example",kind="Db",namespace="a",composition="pg",creator="al",team="risk"} 1',
      'crossplane_claims_ready{group="acme.example",kind="Db",namespace="a",composition="pg",creator="al",team="pay"} 1',
      'crossplane_claims_ready{group="acme.example",kind="Db",namespace="a",composition="pg",creator="al",team="risk"} 0',
    ]);
  });

  it("have no creator or team on XRs and MRs, and the provider on MRs", () => {
    const [, , ...lines] = samples("summary");
    expect(lines).toEqual([
      'crossplane_xr_total{group="acme.example",kind="XDatabase",namespace="",composition="pg"} 1',
      'crossplane_xr_ready{group="acme.example",kind="XDatabase",namespace="",composition="pg"} 1',
      'crossplane_mr_total{group="s3.aws.example",kind="Bucket",namespace="",provider="provider-aws-s3"} 1',
      'crossplane_mr_ready{group="s3.aws.example",kind="Bucket",namespace="",provider="provider-aws-s3"} 0',
    ]);
  });
});

describe("resource families", () => {
  const claim = 'class="claim",group="acme.example",kind="Database",namespace="team-a",name="orders"';
  const xr = 'class="composite",group="acme.example",kind="XDatabase",namespace="",name="orders-x1"';
  const mr = 'class="managed",group="s3.aws.example",kind="Bucket",namespace="",name="orders-x1-b"';

  it("say of every object what it is, how it is, since when, and what it lost", () => {
    expect(samples("resource")).toEqual([
      'crossplane_composition_revision{composition="pg",composition_revision="pg-1a2b3c4"} 1',
      'crossplane_composition_revision{composition="pg",composition_revision="pg-5d6e7f8"} 2',
      `crossplane_resource_info{${claim},version="v1",composition="pg",composition_revision="",provider="",provider_config="",external_name="",creator="alice",team="payments",claim_namespace="",claim_name="",parent_kind="",parent_name=""} 1`,
      `crossplane_resource_info{${xr},version="v1",composition="pg",composition_revision="pg-1a2b3c4",provider="",provider_config="",external_name="",creator="",team="payments",claim_namespace="team-a",claim_name="orders",parent_kind="",parent_name=""} 1`,
      `crossplane_resource_info{${mr},version="v1",composition="pg",composition_revision="",provider="provider-aws-s3",provider_config="default",external_name="orders-b",creator="",team="payments",claim_namespace="",claim_name="",parent_kind="XDatabase",parent_name="orders-x0"} 1`,
      `crossplane_resource_condition{${claim},condition="Ready"} 0`,
      `crossplane_resource_condition{${claim},condition="Synced"} 1`,
      `crossplane_resource_condition{${xr},condition="Ready"} 1`,
      `crossplane_resource_condition{${xr},condition="Synced"} 1`,
      `crossplane_resource_condition{${mr},condition="Ready"} -1`,
      `crossplane_resource_condition{${mr},condition="Synced"} 0`,
      `crossplane_resource_condition_reason{${claim},condition="Ready",reason="Waiting"} 1`,
      `crossplane_resource_condition_reason{${mr},condition="Ready",reason=""} 1`,
      `crossplane_resource_condition_reason{${mr},condition="Synced",reason="ReconcileError"} 1`,
      `crossplane_resource_condition_last_transition_timestamp_seconds{${claim},condition="Ready"} 1771149000`,
      `crossplane_resource_created_timestamp_seconds{${claim}} 1771140000`,
      `crossplane_resource_created_timestamp_seconds{${xr}} 1771140001`,
      `crossplane_resource_created_timestamp_seconds{${mr}} 1771140002`,
      `crossplane_resource_deletion_timestamp_seconds{${xr}} 1771150000`,
      `crossplane_resource_paused{${claim}} 0`,
      `crossplane_resource_paused{${xr}} 1`,
      `crossplane_resource_paused{${mr}} 0`,
      `crossplane_resource_composition_update_manual{${xr}} 1`,
      `crossplane_resource_dangling{${mr},link="parent"} 1`,
    ]);
  });

  it("make no new series while a resource flips between ready and not ready, but the one with the reason", () => {
    const series = new Set<string>();
    const sizes = Array.from({ length: 100 }, (_, flip) => {
      const ready = flip % 2 === 0 ? (1 as const) : (0 as const);
      const row = sampleRow({
        kind: "Db",
        name: "flapping",
        ready,
        readyReason: ready ? "Available" : "Creating",
        readySince: 1771149000 + flip,
        synced: 1,
        generation: flip,
        createdAt: 1771140000,
      });
      const snapshot = sampleSnapshot({ rows: { claim: [row] }, generation: flip });
      for (const set of ["source", "summary", "package", "resource"] as const) {
        for (const line of samples(set, snapshot)) series.add(line.replace(/ \S+$/, ""));
      }
      return series.size;
    });
    expect(sizes.at(-1)).toBe(sizes[1]);
    expect(sizes[1]).toBe((sizes[0] ?? 0) + 1);
  });
});

describe("package families", () => {
  it("say what was asked for, what is active, and why it is not well", () => {
    const provider = 'kind="Provider",name="provider-aws-s3"';
    expect(samples("package")).toEqual([
      `crossplane_package_info{${provider},package="registry.example/provider-aws-s3:v1.2.3",version="v1.2.3",revision="provider-aws-s3-0011223"} 1`,
      `crossplane_package_condition{${provider},condition="Installed"} 1`,
      `crossplane_package_condition{${provider},condition="Healthy"} 0`,
      `crossplane_package_condition_reason{${provider},condition="Healthy",reason="UnhealthyPackageRevision"} 1`,
    ]);
  });
});

describe("package families of a healthy package", () => {
  it("give no reason", () => {
    const packages = platform.packages.map((found) => ({ ...found, healthy: 1 as const }));
    expect(samples("package", sampleSnapshot({ packages })).join()).not.toContain("reason");
  });
});

describe("source families", () => {
  it("say how old and how complete the page is", () => {
    expect(samples("source")).toEqual([
      "xp_tracker_snapshot_loaded 1",
      'xp_tracker_snapshot_info{cluster="prod"} 1',
      "xp_tracker_snapshot_generation 7",
      "xp_tracker_snapshot_timestamp_seconds 1771149600.25",
      "xp_tracker_snapshot_complete 0",
      'xp_tracker_source_rows{gvr="acme.example/v1/databases",class="claim"} 1',
      'xp_tracker_source_rows{gvr="acme.example/v1/xdatabases",class="composite"} 1',
      'xp_tracker_source_rows{gvr="s3.aws.example/v1/buckets",class="managed"} 0',
      'xp_tracker_source_up{gvr="acme.example/v1/databases",class="claim"} 1',
      'xp_tracker_source_up{gvr="acme.example/v1/xdatabases",class="composite"} 0',
      'xp_tracker_source_up{gvr="s3.aws.example/v1/buckets",class="managed"} 0',
      'xp_tracker_source_last_success_timestamp_seconds{gvr="acme.example/v1/databases",class="claim"} 1771149600',
      'xp_tracker_source_last_success_timestamp_seconds{gvr="acme.example/v1/xdatabases",class="composite"} 1771149000',
      'xp_tracker_source_error{gvr="acme.example/v1/xdatabases",class="composite",error="timeout"} 1',
      'xp_tracker_source_error{gvr="s3.aws.example/v1/buckets",class="managed",error="forbidden"} 1',
    ]);
  });

  it("call a page complete when every source was read", () => {
    expect(samples("source", sampleSnapshot())).toContain("xp_tracker_snapshot_complete 1");
  });
});

describe("the families of release 0.3", () => {
  it("have state in the labels, and no MR that nobody composed", () => {
    const managed = ["", "root"].map((xrName) =>
      sampleRow({ kind: "B", name: `of-${xrName}`, xrName, ready: -1, synced: 1, paused: true }),
    );
    const lines = samples("xp-tracker-0.3", sampleSnapshot({ rows: { managed } }));
    const labels =
      'group="acme.example",kind="B",version="v1",namespace="",name="of-root",xr_name="root",claim_name="",claim_namespace="",provider="",provider_config="",external_name="",management_policies="",synced="true",ready="false",reason="",paused="true",deleting="false"';
    expect(lines).toEqual([
      `crossplane_mr_total{${labels}} 1`,
      `crossplane_mr_ready{${labels}} 0`,
      `crossplane_mr_status_synced{${labels}} 1`,
      `crossplane_mr_status_ready{${labels}} 0`,
    ]);
  });

  it("have the original's names and HELP", () => {
    const helpOf = Object.fromEntries(familiesOf(["xp-tracker-0.3"]).map(({ name, help }) => [name, help]));
    expect(helpOf).toEqual({
      crossplane_claims_created_timestamp_seconds: "Unix creation timestamp of Crossplane claims.",
      crossplane_claims_deletion_timestamp_seconds:
        "Unix deletion timestamp of Crossplane claims (emitted only while deleting).",
      crossplane_claims_ready:
        "Number of Ready Crossplane claims by group, kind, namespace, creator, claim_name, and status.",
      crossplane_claims_status_ready: "Ready status for Crossplane claims (1=true, 0=false).",
      crossplane_claims_status_synced: "Synced status for Crossplane claims (1=true, 0=false).",
      crossplane_claims_total:
        "Number of Crossplane claims by group, kind, namespace, creator, claim_name, and status.",
      crossplane_mr_created_timestamp_seconds: "Unix creation timestamp of Crossplane provider managed resources.",
      crossplane_mr_deletion_timestamp_seconds:
        "Unix deletion timestamp of Crossplane provider managed resources (emitted only while deleting).",
      crossplane_mr_ready:
        "Number of Ready Crossplane provider managed resources by group, kind, namespace, name, and status.",
      crossplane_mr_status_ready: "Ready status for Crossplane provider managed resources (1=true, 0=false).",
      crossplane_mr_status_synced: "Synced status for Crossplane provider managed resources (1=true, 0=false).",
      crossplane_mr_total:
        "Number of Crossplane provider managed resources by group, kind, namespace, name, and status.",
      crossplane_xr_created_timestamp_seconds: "Unix creation timestamp of Crossplane composite resources.",
      crossplane_xr_deletion_timestamp_seconds:
        "Unix deletion timestamp of Crossplane composite resources (emitted only while deleting).",
      crossplane_xr_ready: "Number of Ready Crossplane XRs by group, kind, namespace, name, and status.",
      crossplane_xr_status_ready: "Ready status for Crossplane XRs (1=true, 0=false).",
      crossplane_xr_status_synced: "Synced status for Crossplane XRs (1=true, 0=false).",
      crossplane_xr_total:
        "Number of Crossplane composite resources (XRs) by group, kind, namespace, name, and status.",
    });
  });
});
