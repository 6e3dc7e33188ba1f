import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DiscoveredType } from "./definitions/discovered-type.ts";
import { interner } from "./interner.ts";
import { linkClaims } from "./linkage/link-claims.ts";
import { linkMRs } from "./linkage/link-mrs.ts";
import { linkOwners } from "./linkage/link-owners.ts";
import { linkXRs } from "./linkage/link-xrs.ts";
import { typeOfMrd } from "./definitions/mrd.ts";
import { fieldsOf, textOf } from "./object-fields.ts";
import { plainRow } from "./rows/make-row.ts";
import { rowReader } from "./conversion/row-reader.ts";
import type { ResourceClass, Row } from "./rows/row.ts";
import type { Rows } from "./snapshot.ts";
import { typesOfXrd } from "./definitions/xrd.ts";

/** Objects of an API server, and the snapshot that the Go program xp-tracker 0.3.0 made of them. */
const shared = process.env["XP_SHARED_DIR"] ?? "";
const folder = `${shared}/golden/xp-tracker-0.3.0/basic`;
// Without the helper of other packages: the domain depends on nothing.
const reason = shared === "" ? " (XP_SHARED_DIR is not set)" : "";

type Differences = Readonly<Record<string, Readonly<Record<string, readonly [theirs: unknown, ours: unknown]>>>>;

/** Where we differ on purpose, by name: what the Go program says, and what we say. */
const differences: Differences = {
  // Crossplane pauses at exactly `true`.
  "Workspace team-blue/paused-capital": { paused: [true, false] },
  "Workspace team-blue/deleting-and-paused": { paused: [true, false] },
  "XDatabase /lonely-xr": { paused: [true, false] },
  "Instance /paused": { paused: [true, false] },
  // Kubernetes' condition statuses are True, False and Unknown; anything else is unknown.
  "Proxy team-red/lower-case": { ready: [true, false], synced: [true, false] },
};

describe.skipIf(reason !== "")(`the golden objects of xp-tracker 0.3.0${reason}`, () => {
  it.each<[label: string, snapshot: string, compositions: Differences]>([
    [
      "crossplane.io/composition-name",
      "snapshot.json",
      {
        // What a claim says itself comes first; an XR without the label does not erase it.
        "Database team-red/invoices": { composition: ["", "lost"] },
        "Database team-red/orders": { composition: ["pg-on-xr", "pg-on-claim"] },
      },
    ],
    [
      "acme.example/composition",
      "snapshot-label.json",
      { "Database team-red/orders": { composition: ["acme-on-xr", "acme-on-claim"] } },
    ],
  ])(
    "give the rows of the Go program, but for the named differences, with composition label %s",
    (label, file, compositions) => {
      const rows = link(readRows(load("objects.json") as readonly unknown[], label));
      const golden = fieldsOf(load(file));
      const found = Object.fromEntries(
        [
          ...compared(golden.claims, rows.claim),
          ...compared(golden.xrs, rows.composite),
          ...compared(golden.mrs, rows.managed),
        ].filter(([, fields]) => Object.keys(fields).length > 0),
      );
      expect(found).toEqual({ ...differences, ...compositions });
    },
  );
});

const load = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));

function readRows(objects: readonly unknown[], compositionLabelKey: string): Rows {
  const settings = {
    creatorAnnotationKey: "acme.example/created-by",
    teamAnnotationKey: "acme.example/team",
    compositionLabelKey,
    compositeLabelKey: "crossplane.io/composite",
  };
  const types = objects.flatMap(typesOf);
  const intern = interner();
  const ofClass = (resourceClass: ResourceClass) =>
    types
      .filter((type) => type.class === resourceClass)
      .flatMap((type) => {
        const read = rowReader(type, settings, intern);
        return objects.filter((object) => isOfType(object, type)).map((object) => read(object));
      })
      .filter((row) => row !== undefined);
  // The Go program reads only those MRs that Crossplane composed.
  return {
    claim: ofClass("claim"),
    composite: ofClass("composite"),
    managed: ofClass("managed").filter((row) => row.xrName !== ""),
  };
}

function typesOf(object: unknown): readonly DiscoveredType[] {
  const { kind } = fieldsOf(object);
  if (kind === "CompositeResourceDefinition") {
    const types = typesOfXrd(object);
    return types.ok ? types.value : [];
  }
  const type = kind === "ManagedResourceDefinition" ? typeOfMrd(object) : undefined;
  return type?.ok && type.value ? [type.value] : [];
}

const isOfType = (object: unknown, { kind, gvr }: DiscoveredType): boolean =>
  fieldsOf(object).kind === kind && gvr.startsWith(`${textOf(fieldsOf(object).apiVersion)}/`);

function link(rows: Rows): Rows {
  const claim = linkClaims(rows.claim, rows.composite);
  const composite = linkXRs(rows.composite, claim);
  return linkOwners({ claim, composite, managed: linkMRs(rows.managed, composite) }, new Map());
}

const nameOf = (row: { readonly kind?: unknown; readonly namespace?: unknown; readonly name?: unknown }): string =>
  `${textOf(row.kind)} ${textOf(row.namespace)}/${textOf(row.name)}`;

function compared(theirs: unknown, ours: readonly Row[]) {
  const golden = (theirs as readonly unknown[]).map(fieldsOf);
  expect(ours.map(nameOf).toSorted()).toEqual(golden.map(nameOf).toSorted());
  return golden.map(
    (row) =>
      [
        nameOf(row),
        differing(
          row,
          ours.find((other) => nameOf(other) === nameOf(row)),
        ),
      ] as const,
  );
}

function differing(theirs: Readonly<Record<string, unknown>>, ours: Row | undefined) {
  const wire: Readonly<Record<string, unknown>> = {
    ...(ours && plainRow(ours)),
    ready: ours?.ready === 1,
    synced: ours?.synced === 1,
    reason: ours?.readyReason,
    xrRef: ours?.xrName,
    createdAt: goTime(ours?.createdAt ?? 0),
    deletedAt: goTime(ours?.deletedAt ?? 0),
  };
  return Object.fromEntries(
    Object.entries(theirs)
      .filter(([key, value]) => value !== wire[key])
      .map(([key, value]) => [key, [value, wire[key]]]),
  );
}

const goTime = (seconds: number): string =>
  seconds === 0 ? "0001-01-01T00:00:00Z" : new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
