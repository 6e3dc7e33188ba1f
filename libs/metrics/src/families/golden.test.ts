import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Row } from "@xp-tracker/crossplane";
import { sharedPath, sharedSkipReason } from "@xp-tracker/testing";
import { renderBookkeeping } from "../page/bookkeeping.ts";
import { familiesOf } from "./families-option.ts";
import { renderMetrics } from "../page/render.ts";
import { sampleRow, sampleSnapshot } from "../testing/sample-snapshot.ts";

const RECORDING = "golden/xp-tracker-0.3.0";
const reason = sharedSkipReason(RECORDING);
const title = reason === undefined ? "" : ` (skipped: ${reason})`;

describe(`the recording of release 0.3.0${title}`, () => {
  const folder = sharedPath(RECORDING);
  const mine = mkdtempSync(join(tmpdir(), "golden-"));
  afterAll(() => rmSync(mine, { recursive: true, force: true }));

  const compare = (recorded: string, rendered: readonly Buffer[]): string => {
    const file = join(mine, recorded);
    writeFileSync(file, Buffer.concat(rendered));
    const [program, recording] = [join(folder, "compare.mjs"), join(folder, "basic", recorded)];
    return spawnSync(process.execPath, [program, recording, file], { encoding: "utf8" }).stdout;
  };

  it.skipIf(reason)("has the metrics that we render from its rows", () => {
    expect(
      compare("metrics.txt", renderMetrics(recordedSnapshot(folder), familiesOf(["xp-tracker-0.3"]), "text")),
    ).toBe("metrics: equal (18 families, 375 samples)\n");
  });

  it.skipIf(reason)("has the bookkeeping that we render from its rows", () => {
    expect(compare("bookkeeping.json", renderBookkeeping(recordedSnapshot(folder)))).toContain(
      "bookkeeping: equal (39 claims, 14 xrs, 21 mrs,",
    );
  });
});

interface RecordedRow {
  readonly gvr: Row["gvr"];
  readonly kind: string;
  readonly name: string;
  readonly synced: boolean;
  readonly ready: boolean;
  readonly reason: string;
  readonly createdAt: string;
  readonly deletedAt: string;
}

function recordedSnapshot(folder: string) {
  const { claims, xrs, mrs, persistedAt } = JSON.parse(readFileSync(join(folder, "basic/snapshot.json"), "utf8")) as {
    readonly [list in "claims" | "xrs" | "mrs"]: readonly RecordedRow[];
  } & { readonly persistedAt: string };
  const seconds = (time: string): number => Math.max(0, Date.parse(time) / 1000);
  const rowsOf = (recorded: readonly RecordedRow[]): readonly Row[] =>
    recorded.map(({ reason, createdAt, deletedAt, ...row }) =>
      sampleRow({
        ...row,
        ready: row.ready ? 1 : 0,
        synced: row.synced ? 1 : 0,
        readyReason: reason,
        createdAt: seconds(createdAt),
        deletedAt: seconds(deletedAt),
      }),
    );
  return sampleSnapshot({
    takenAt: Date.parse(persistedAt),
    rows: { claim: rowsOf(claims), composite: rowsOf(xrs), managed: rowsOf(mrs) },
  });
}
