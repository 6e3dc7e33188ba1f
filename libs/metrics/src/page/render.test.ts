import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { familiesOf } from "../families/families-option.ts";
import { countRows } from "../families/count-rows.ts";
import { familySets } from "../families/family.ts";
import type { Family, FamilySet, Table } from "../families/family.ts";
import { renderMetrics } from "./render.ts";
import { platform, sampleRow, sampleSnapshot } from "../testing/sample-snapshot.ts";
import { parseStrictly } from "../testing/strict-parser.ts";
import { compareRows } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";

const compatSets = familySets.filter((set) => set !== "summary");
const defaultSets = familySets.filter((set) => set !== "xp-tracker-0.3");

const page = (snapshot: Snapshot | undefined, sets: readonly FamilySet[] = defaultSets): string =>
  String(Buffer.concat(renderMetrics(snapshot, familiesOf(sets), "text")));

describe("a page", () => {
  it("says without a snapshot that there is none, and no more", () => {
    expect(page(undefined)).toBe(
      "# HELP xp_tracker_snapshot_loaded 1 when a snapshot is served, 0 before the first one was restored or polled.\n" +
        "# TYPE xp_tracker_snapshot_loaded gauge\n" +
        "xp_tracker_snapshot_loaded 0\n",
    );
  });

  it("in OpenMetrics is the text page and its end mark", () => {
    const families = familiesOf(["source", "resource"]);
    const text = Buffer.concat(renderMetrics(platform, families, "text"));
    expect(String(Buffer.concat(renderMetrics(platform, families, "openmetrics")))).toBe(`${String(text)}# EOF\n`);
  });

  it("has no head of a family without samples", () => {
    expect(page(sampleSnapshot(), ["summary", "package", "resource"])).toBe("");
  });

  it("escapes backslash, quote and newline in labels and leaves all other characters", () => {
    const claim = sampleRow({ kind: "K", name: "n", creator: 'C:\\new "x"\nend\r\t\u0000\u2028é🚀' });
    expect(page(sampleSnapshot({ rows: { claim: [claim] } }), ["summary"])).toContain(
      'creator="C:\\\\new \\"x\\"\\nend\r\t\u0000\u2028é🚀"',
    );
  });

  it("replaces lone surrogates and counts what then looks equal as one", () => {
    const claim = ["\ud800", "\udc00"].map((team, index) => sampleRow({ kind: "K", name: `n${index}`, team }));
    const samples = parseStrictly(page(sampleSnapshot({ rows: { claim } }), ["summary"]));
    expect(samples).toContainEqual(
      expect.objectContaining({
        name: "crossplane_claims_total",
        labels: expect.objectContaining({ team: "\ufffd" }),
        value: 2,
      }),
    );
  });

  it("has one sample for an object that is listed in two versions", () => {
    const composite = ["v1", "v2"].map((version) => sampleRow({ kind: "XDb", name: "one", version }));
    const samples = parseStrictly(page(sampleSnapshot({ rows: { composite } })));
    const named = (name: string): readonly unknown[] => samples.filter((sample) => sample.name === name);
    expect(named("crossplane_resource_info")).toHaveLength(1);
    expect(named("crossplane_xr_total")).toEqual([expect.objectContaining({ value: 1 })]);
  });

  it("tells objects apart that share a name in other groups, kinds, namespaces or classes", () => {
    const one = sampleRow({ kind: "A", name: "one" });
    const managed = [one, { ...one, group: "other.example" }, { ...one, kind: "B" }, { ...one, namespace: "ns" }];
    const text = page(sampleSnapshot({ rows: { managed, composite: [one] } }), ["resource"]);
    expect(text.match(/^crossplane_resource_paused\{/gm)).toHaveLength(5);
  });

  it("comes in segments that together are the page, however many rows there are", () => {
    const managed = Array.from({ length: 5_000 }, (_, index) =>
      sampleRow({ kind: "Bucket", name: `b-${String(index).padStart(5, "0")}`, externalName: "x".repeat(300) }),
    );
    const segments = renderMetrics(sampleSnapshot({ rows: { managed } }), familiesOf(["resource"]), "text");
    expect(segments.length).toBeGreaterThan(20);
    const samples = parseStrictly(String(Buffer.concat(segments)));
    expect(samples.filter(({ name }) => name === "crossplane_resource_info")).toHaveLength(5_000);
  });
});

/** The page as anyone would write it who had time: no text is made once and used twice. */
function plainPage(snapshot: Snapshot, sets: readonly FamilySet[]): string {
  const familyText = ({ name, help, extraLabels, parts }: Family): string => {
    const lines = parts.flatMap(({ table, points }) =>
      itemsOf(table, snapshot).flatMap((item) =>
        points.flatMap((point) => {
          const value = point.value(item);
          if (value === undefined) return [];
          const values = [...table.values(item), ...(point.extra?.(item) ?? point.fixed ?? [])];
          const labels = [...table.labels, ...extraLabels].map(
            (label, index) => `${label}="${escaped(values[index] ?? "")}"`,
          );
          return [`${name}${labels.length === 0 ? "" : `{${labels.join(",")}}`} ${String(value)}\n`];
        }),
      ),
    );
    return lines.length === 0 ? "" : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
  };
  return familiesOf(sets).map(familyText).join("");
}

function itemsOf(table: Table, snapshot: Snapshot): readonly unknown[] {
  if (table.kind === "facts") return table.items(snapshot);
  const seen = new Set<string>();
  const rows = snapshot.rows[table.class].toSorted(compareRows).filter((row) => {
    const version = table.kind === "rows" && table.versioned ? row.version : "";
    const name = JSON.stringify([row.group, row.kind, version, row.namespace, row.name]);
    return !seen.has(name) && seen.add(name);
  });
  return table.kind === "rows" ? rows.filter((row) => table.includes(row)) : countRows(rows, table.labels);
}

const escaped = (value: string): string =>
  value.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

describe("any content", () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom("\\", '"', "\n", "n", "{", "}", ",", "\ud800"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 8,
  });
  const name = fc.constantFrom("a", "b", "c");
  const row: fc.Arbitrary<Row> = fc
    .record({
      kind: name,
      name,
      namespace: name,
      group: name,
      version: name,
      creator: text,
      team: text,
      composition: text,
      readyReason: text,
      externalName: text,
      xrName: text,
      ready: fc.constantFrom(1, 0, -1),
      synced: fc.constantFrom(1, 0, -1),
      createdAt: fc.nat(),
      deletedAt: fc.nat(),
      readySince: fc.nat(),
      dangling: fc.constantFrom("", "xr", "claim", "parent"),
      uid: fc.uuid(),
    } as const)
    .map((fields) => sampleRow(fields as Partial<Row> & { kind: string; name: string }));
  const rows = fc.array(row, { maxLength: 12 });
  const snapshots = fc
    .record({ claim: rows, composite: rows, managed: rows })
    .map((found) => sampleSnapshot({ ...platform, rows: found }));

  it("is what the tables of families say, item by item", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        for (const sets of [defaultSets, compatSets]) expect(page(snapshot, sets)).toBe(plainPage(snapshot, sets));
      }),
    );
  });

  it("parses back by a strict reader, each sample once", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const infos = parseStrictly(page(snapshot, compatSets)).filter(
          (sample) => sample.name === "crossplane_resource_info",
        );
        for (const { labels } of infos) {
          const twins = Object.values(snapshot.rows)
            .flat()
            .filter((found) =>
              (["group", "kind", "namespace", "name"] as const).every((field) => found[field] === labels[field]),
            );
          expect(twins.map((found) => found.creator.toWellFormed())).toContain(labels["creator"]);
        }
      }),
    );
  });

  it("gives the same bytes whatever the order of the rows", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const { claim, composite, managed } = snapshot.rows;
        const turned = { claim: claim.toReversed(), composite: composite.toReversed(), managed: managed.toReversed() };
        expect(page({ ...snapshot, rows: turned }, compatSets)).toBe(page(snapshot, compatSets));
        expect(page({ ...snapshot, rows: turned })).toBe(page(snapshot));
      }),
    );
  });
});
