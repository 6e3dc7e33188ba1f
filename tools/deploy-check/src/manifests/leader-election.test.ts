import { describe, expect, it } from "vitest";
import { helmSkipReason, renderChart } from "./helm.ts";
import type { Values } from "./helm.ts";

const why = helmSkipReason();

interface Rule {
  readonly resourceNames?: readonly string[];
}

/** The Lease that the Role is for, and the one that the pods are told. */
function leaseOf(values: Values): { readonly role: string | undefined; readonly setting: string | undefined } {
  const objects = renderChart(values);
  const rules = objects.find(({ kind }) => kind === "Role")?.["rules"] as readonly Rule[] | undefined;
  const settings = objects.find(({ kind }) => kind === "ConfigMap")?.["data"] as Readonly<Record<string, string>>;
  return { role: rules?.[0]?.resourceNames?.[0], setting: settings["LEASE_NAME"] };
}

describe.skipIf(why !== undefined)(`the chart's Lease${why === undefined ? "" : ` (left out: ${why})`}`, () => {
  const config = { S3_BUCKET: "b" };
  const both = (name: string | undefined) => ({ role: name, setting: name });

  it.each<[string, Values, string | undefined]>([
    ["split", { mode: "split", config }, "xp-tracker-poller"],
    ["standalone with a shared store", { config: { ...config, STORE_BACKEND: "s3" } }, "xp-tracker-poller"],
    ["a second release in the namespace", { mode: "split", config, fullnameOverride: "second" }, "second-poller"],
    ["a name of one's own", { mode: "split", config: { ...config, LEASE_NAME: "mine" } }, "mine"],
    ["standalone", {}, undefined],
    ["no election", { mode: "split", config: { ...config, LEADER_ELECTION: "off" } }, undefined],
  ])("with %s: role and settings name the same one", (_, values, name) => {
    expect(leaseOf(values)).toEqual(both(name));
  });
});
