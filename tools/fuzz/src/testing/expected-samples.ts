import { compareRows, resourceClasses } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import { sampleKey } from "./strict-page.ts";

type Labels = Readonly<Record<string, string>>;

/** What `/metrics` must say of the objects of a snapshot, told once more: each series once, and no other. */
export function expectedSamples(snapshot: Snapshot): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  /** An object that is listed twice stands there as its first row says. */
  const say = (family: string, labels: Labels, value: number, present = true): void => {
    const key = sampleKey(family, Object.entries(labels));
    if (present && !expected.has(key)) expected.set(key, value);
  };
  const count = (family: string, labels: Labels, by: number): void => {
    const key = sampleKey(family, Object.entries(labels));
    expected.set(key, (expected.get(key) ?? 0) + by);
  };

  for (const name of resourceClasses) {
    for (const row of firstOfEach(snapshot.rows[name])) {
      const { group, kind, namespace } = row;
      const counted: Labels = { group, kind, namespace, ...countedBy[name](row) };
      count(`${summaryOf[name]}_total`, counted, 1);
      count(`${summaryOf[name]}_ready`, counted, row.ready === 1 ? 1 : 0);
      sayResource(row, { class: name, group, kind, namespace, name: row.name }, say);
    }
  }
  for (const { composition, name, revision } of snapshot.compositionRevisions) {
    say("crossplane_composition_revision", { composition, composition_revision: name }, revision);
  }
  const packages = new Map(
    snapshot.packages.toReversed().map((found) => [JSON.stringify([found.kind, found.name]), found]),
  );
  for (const found of packages.values()) {
    const { kind, name, version, revision } = found;
    say("crossplane_package_info", { kind, name, package: found.package, version, revision }, 1);
    for (const [condition, status, reason] of [
      ["Installed", found.installed, found.installedReason],
      ["Healthy", found.healthy, found.healthyReason],
    ] as const) {
      say("crossplane_package_condition", { kind, name, condition }, status);
      say("crossplane_package_condition_reason", { kind, name, condition, reason }, 1, status !== 1);
    }
  }
  return expected;
}

const summaryOf = { claim: "crossplane_claims", composite: "crossplane_xr", managed: "crossplane_mr" } as const;
const countedBy = {
  claim: ({ composition, creator, team }: Row): Labels => ({ composition, creator, team }),
  composite: ({ composition }: Row): Labels => ({ composition }),
  managed: ({ provider }: Row): Labels => ({ provider }),
} as const;

function firstOfEach(rows: readonly Row[]): Iterable<Row> {
  const named = ({ group, kind, namespace, name }: Row) => JSON.stringify([group, kind, namespace, name]);
  // The last one that is set stays.
  const last = [...rows].toSorted(compareRows).toReversed();
  return new Map(last.map((row) => [named(row), row])).values();
}

type Say = (family: string, labels: Labels, value: number, present?: boolean) => void;

function sayResource(row: Row, identity: Labels, say: Say): void {
  const described: Labels = {
    version: row.version,
    composition: row.composition,
    composition_revision: row.compositionRevision,
    provider: row.provider,
    provider_config: row.providerConfig,
    external_name: row.externalName,
    creator: row.creator,
    team: row.team,
    claim_namespace: row.claimNamespace,
    claim_name: row.claimName,
    parent_kind: row.parentKind,
    parent_name: row.parentName,
  };
  say("crossplane_resource_info", { ...identity, ...described }, 1);
  for (const [condition, status, reason, since] of [
    ["Ready", row.ready, row.readyReason, row.readySince],
    ["Synced", row.synced, row.syncedReason, row.syncedSince],
  ] as const) {
    const labels = { ...identity, condition };
    say("crossplane_resource_condition", labels, status);
    say("crossplane_resource_condition_reason", { ...labels, reason }, 1, status !== 1);
    say("crossplane_resource_condition_last_transition_timestamp_seconds", labels, since, since !== 0);
  }
  say("crossplane_resource_created_timestamp_seconds", identity, row.createdAt, row.createdAt !== 0);
  say("crossplane_resource_deletion_timestamp_seconds", identity, row.deletedAt, row.deletedAt !== 0);
  say("crossplane_resource_paused", identity, row.paused ? 1 : 0);
  const isManual = row.compositionUpdatePolicy === "Manual";
  say("crossplane_resource_composition_update_manual", identity, 1, isManual);
  say("crossplane_resource_dangling", { ...identity, link: row.dangling }, 1, row.dangling !== "");
}
