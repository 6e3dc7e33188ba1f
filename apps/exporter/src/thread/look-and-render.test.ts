import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import { familiesOf, renderBookkeeping, renderMetrics } from "@xp-tracker/metrics";
import { gzipMember } from "@xp-tracker/runtime";
import { encodeSnapshot, fileObject, snapshotReader } from "@xp-tracker/store";
import { lookAndRender, makersOf } from "./look-and-render.ts";
import { pageMaker } from "../render/page-maker.ts";

const never = new AbortController().signal;
const families = familiesOf(["source", "summary", "package", "resource"]);
const dir = await mkdtemp(join(tmpdir(), "look-and-render-"));
afterAll(() => rm(dir, { recursive: true }));

const persist = (snapshot: Snapshot): Promise<void> => writeFile(join(dir, "snapshot.json"), encodeSnapshot(snapshot));

/** A replica, which remembers what it rendered. */
function replica() {
  const maker = pageMaker(families);
  const look = lookAndRender(snapshotReader(fileObject({ dir }), { cluster: "" }, makersOf(maker)), maker);
  return async () => {
    const { found, bookkeeping } = await look(never);
    if (found.kind !== "restored" || bookkeeping === undefined) throw new Error(found.kind);
    const gzip = [found.rendered.metrics, bookkeeping()].map((segment) => Buffer.concat(gzipMember([segment])));
    return { gzip, text: gzip.map((page) => String(gunzipSync(page))), snapshot: found.rendered.snapshot };
  };
}

const rowOf = (index: number, version: string, state: Partial<Row>): Row => ({
  ...emptyRow,
  gvr: gvrOf({ group: "acme.example", version, resource: "dbs" }),
  group: "acme.example",
  version,
  kind: "Db",
  name: `db-${1000 + index}`,
  uid: `${index}`,
  ...state,
});
const states = fc.record({ ready: fc.constantFrom(1, 0, -1), readyReason: fc.constantFrom("", "Waiting", 'a "b"\n') });
/** For each of the rows that change in a generation: its new state, or that it goes. */
const changes = fc.dictionary(fc.nat(999).map(String), fc.option(states as fc.Arbitrary<Partial<Row>>));
const histories = fc.array(changes, { minLength: 1, maxLength: 4 });

function* generations(history: readonly Readonly<Record<string, Partial<Row> | null>>[], version = "v1") {
  const rows = new Map(Array.from({ length: 1000 }, (_, index) => [String(index), rowOf(index, version, {})]));
  for (const [generation, changed] of history.entries()) {
    for (const [index, state] of Object.entries(changed)) {
      if (state === null) rows.delete(index);
      else rows.set(index, rowOf(Number(index), version, state));
    }
    const managed = [...rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const takenAt = 1_771_149_600_000 + generation * 60_000;
    const facts = { cluster: "", generation, takenAt, sources: [], packages: [], compositionRevisions: [] };
    yield { ...facts, rows: { claim: managed.slice(0, 10), composite: [], managed } } satisfies Snapshot;
  }
}

describe("replicas", () => {
  it("serve the same bytes whatever they served before, and those of the snapshot rendered as a whole", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const old = replica();
        for (const snapshot of generations(history)) {
          await persist(snapshot);
          const [aged, anew] = [await old(), await replica()()];
          expect(aged.gzip.map((page, index) => page.equals(anew.gzip[index] ?? page.subarray(1)))).toEqual([
            true,
            true,
          ]);
          expect(aged.text).toEqual([
            String(Buffer.concat(renderMetrics(snapshot, families, "text"))),
            String(Buffer.concat(renderBookkeeping(snapshot))),
          ]);
        }
      }),
      { numRuns: 5 },
    );
  });

  it("count an object once that the snapshot has in two versions, in any order", async () => {
    const [v1] = generations([{}]);
    const [v2] = generations([{}], "v2");
    if (v1 === undefined || v2 === undefined) throw new Error("no snapshots");
    const managed = [...v2.rows.managed, ...v1.rows.managed];
    await persist({ ...v1, rows: { ...v1.rows, managed } });
    const { text, snapshot } = await replica()();
    expect(text[0]).toContain('crossplane_mr_total{group="acme.example",kind="Db",namespace="",provider=""} 1000\n');
    expect(snapshot?.classes.map(({ total }) => total)).toEqual([10, 0, 2000]);
  });
});

it("keeps what was made for the last page, and nothing of a snapshot that it refused", async () => {
  const maker = pageMaker(families);
  const reader = snapshotReader(fileObject({ dir }), { cluster: "blue" }, makersOf(maker));
  const look = lookAndRender(reader, maker);
  const [facts] = generations([{}]);
  if (facts === undefined) throw new Error("no snapshot");
  const claims = (state: Partial<Row>): readonly Row[] => [rowOf(1, "v1", state)];
  const snapshot = (cluster: string, claim: readonly Row[]): Snapshot => ({
    ...facts,
    cluster,
    rows: { claim, composite: [], managed: [] },
  });
  const segmentsOf = (rows: readonly Row[]) => [...maker.ofRows("claim", rows).metrics.texts.values()];

  await persist(snapshot("blue", claims({ readyReason: "Ours" })));
  await look(never);
  const kept = segmentsOf(claims({ readyReason: "Ours" }));
  const made = segmentsOf(claims({ readyReason: "Theirs" }));
  await persist(snapshot("green", claims({ readyReason: "Theirs" })));
  await expect(look(never)).rejects.toMatchObject({ code: "SNAPSHOT_FOREIGN" });

  expect(segmentsOf(claims({ readyReason: "Ours" })).map((segment, index) => segment === kept[index])).not.toContain(
    false,
  );
  const changed = segmentsOf(claims({ readyReason: "Theirs" })).filter((segment) => !kept.includes(segment));
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter((segment) => made.includes(segment))).toEqual([]);
});

it("counts the time of rendering rows as rendering, though they are rendered while they are read", async () => {
  const maker = pageMaker(families);
  const { make, makeOfAll } = makersOf(maker);
  let makingMs = 0;
  const timed: typeof make = (...rows) => {
    const startedAt = performance.now();
    const made = make(...rows);
    makingMs += performance.now() - startedAt;
    return made;
  };
  const reader = snapshotReader(fileObject({ dir }), { cluster: "" }, { make: timed, makeOfAll });
  const [snapshot] = generations([{}]);
  if (snapshot === undefined) throw new Error("no snapshot");
  await persist(snapshot);

  const startedAt = performance.now();
  const { found } = await lookAndRender(reader, maker)(never);
  const wholeMs = performance.now() - startedAt;
  if (found.kind !== "restored") throw new Error(found.kind);
  expect(found.renderMs).toBeGreaterThan(makingMs / 2);
  expect(found.restoreMs).toBeGreaterThan(0);
  expect(found.restoreMs + found.renderMs).toBeLessThanOrEqual(wholeMs);
});
