import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import { kubeApiserverSkipReason, loadCrossplane, sharedSkipReason, startKubeApiserver } from "@xp-tracker/testing";
import type { KubeApiserver, LoadedCrossplane, RawObject } from "@xp-tracker/testing";
import { CROSSPLANE, because, crossplaneFolder } from "./shared-files.ts";
import { ownerEnvironment, ownerKeys } from "./simulated.ts";
import { startTracker } from "./tracker.ts";
import type { Tracker } from "./tracker.ts";

const missing = [sharedSkipReason(CROSSPLANE), kubeApiserverSkipReason()];
const skip = missing.some((reason) => reason !== undefined);

interface Spec {
  readonly group: string;
  readonly names: { readonly kind: string; readonly plural: string };
  readonly claimNames?: { readonly kind: string; readonly plural: string };
}

const specOf = ({ spec }: RawObject): Spec => spec as unknown as Spec;
const idOf = ({ apiVersion, kind, metadata: { namespace = "", name } }: RawObject): string =>
  `${kind}.${apiVersion.split("/")[0]} ${namespace}/${name}`;
const idOfRow = ({ kind, group, namespace, name }: Row): string => `${kind}.${group} ${namespace}/${name}`;
const refIn = (object: RawObject, key: string) => object.spec?.[key] as Readonly<Record<string, string>> | undefined;

/** Every second claim names its team itself; the others are in namespaces that do. */
const ownTeam = (index: number): string => (index % 2 === 0 ? `team-${index % 7}` : "");
const teamOfNamespace = (name: string): string => `owners-of-${name}`;
const compositionOf = (kind: string): string => `${kind.toLowerCase()}-standard`;

describe.skipIf(skip)(`a real platform of 32 XRDs on a real kube-apiserver${because(...missing)}`, () => {
  let server: KubeApiserver;
  let loaded: LoadedCrossplane;
  let tracker: Tracker;
  let snapshot: Snapshot;
  beforeAll(async () => {
    server = await startKubeApiserver();
    loaded = await loadCrossplane(server.api, crossplaneFolder);
    await nameOwnersAndCompositions();
    tracker = await startTracker(server.kubeconfigPath, ownerEnvironment);
    snapshot = await tracker.snapshot();
  });
  afterAll(async () => {
    await tracker?.stop();
    await server?.stop();
  });

  const pathOf = ({ apiVersion, kind, metadata: { namespace, name } }: RawObject): string => {
    const names = loaded.xrds.flatMap((xrd) => [specOf(xrd).names, specOf(xrd).claimNames ?? specOf(xrd).names]);
    const plural = names.find((candidate) => candidate.kind === kind)?.plural;
    return `/apis/${apiVersion}/${namespace === undefined ? "" : `namespaces/${namespace}/`}${plural}/${name}`;
  };
  const change = async (path: string, patch: unknown): Promise<void> => {
    const { status, body } = await server.api.patch(path, patch);
    if (status !== 200) throw new Error(`PATCH ${path}: HTTP ${status} ${JSON.stringify(body)}`);
  };

  async function nameOwnersAndCompositions(): Promise<void> {
    for (const [index, claim] of loaded.claims.entries()) {
      const team = ownTeam(index);
      if (team !== "") await change(pathOf(claim), { metadata: { annotations: { [ownerKeys.team]: team } } });
    }
    for (const name of new Set(loaded.claims.map(({ metadata }) => metadata.namespace ?? "default")))
      await change(`/api/v1/namespaces/${name}`, {
        metadata: { annotations: { [ownerKeys.team]: teamOfNamespace(name) } },
      });
    for (const xr of loaded.xrs) {
      if (refIn(xr, "compositionRef") !== undefined) continue;
      await change(pathOf(xr), { spec: { compositionRef: { name: compositionOf(xr.kind) } } });
    }
  }

  const teamOf = (claim: RawObject): string =>
    ownTeam(loaded.claims.indexOf(claim)) || teamOfNamespace(claim.metadata.namespace ?? "default");
  const xrOf = (claim: RawObject): RawObject | undefined => {
    const { apiVersion, kind, name } = refIn(claim, "resourceRef") ?? {};
    return loaded.xrs.find((xr) => xr.apiVersion === apiVersion && xr.kind === kind && xr.metadata.name === name);
  };
  const compositionIn = (xr: RawObject): string => refIn(xr, "compositionRef")?.["name"] ?? compositionOf(xr.kind);

  it("is found whole: both types of each XRD, every claim and every XR", () => {
    const types = loaded.xrds
      .map(specOf)
      .flatMap(({ group, names, claimNames }) => [
        `composite ${group} ${names.plural}`,
        ...(claimNames === undefined ? [] : [`claim ${group} ${claimNames.plural}`]),
      ]);
    const polled = snapshot.sources
      .filter((source) => source.class === "claim" || source.class === "composite")
      .map((source) => `${source.class} ${source.gvr.split("/")[0]} ${source.gvr.split("/")[2]}`);
    // Two XRDs of one name cannot be on one cluster: the second file of a name is left out.
    const twice = loaded.skipped.filter((name) => name.startsWith("CompositeResourceDefinition "));
    expect(loaded.xrds.length + twice.length).toBe(32);
    expect(polled.toSorted()).toEqual([...new Set(types)].toSorted());
    expect(snapshot.rows.claim.map(idOfRow).toSorted()).toEqual(loaded.claims.map(idOf).toSorted());
    expect(snapshot.rows.composite.map(idOfRow).toSorted()).toEqual(loaded.xrs.map(idOf).toSorted());
    console.log(
      `${loaded.xrds.length} XRDs (and ${twice.length} more files of the same names), ${polled.length} types, ${snapshot.rows.claim.length} claims, ${snapshot.rows.composite.length} XRs`,
    );
  });

  it("has the right composition, XR and owner on every claim", () => {
    const found = snapshot.rows.claim.map((row) =>
      [idOfRow(row), row.composition, row.xrName, row.team, row.dangling].join(" | "),
    );
    const expected = loaded.claims.map((claim) => {
      const xr = xrOf(claim) as RawObject;
      return [idOf(claim), compositionIn(xr), xr.metadata.name, teamOf(claim), ""].join(" | ");
    });
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it("has the right composition, claim and owner on every XR", () => {
    const claimOf = new Map(loaded.claims.map((claim) => [xrOf(claim), claim]));
    const found = snapshot.rows.composite.map((row) =>
      [
        idOfRow(row),
        row.composition,
        row.claimName === "" ? "" : `${row.claimKind}.${row.group} ${row.claimNamespace}/${row.claimName}`,
        row.team,
        row.dangling,
      ].join(" | "),
    );
    const expected = loaded.xrs.map((xr) => {
      const claim = claimOf.get(xr);
      return [
        idOf(xr),
        compositionIn(xr),
        claim === undefined ? "" : idOf(claim),
        claim === undefined ? "" : teamOf(claim),
        "",
      ].join(" | ");
    });
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(claimOf.size).toBe(loaded.claims.length);
  });
});
