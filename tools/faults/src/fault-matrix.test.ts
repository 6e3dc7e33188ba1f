import { beforeAll, describe, expect, it } from "vitest";
import { faultNames, faults } from "./matrix/faults.ts";
import type { FaultName } from "./matrix/faults.ts";
import { matrixText } from "./matrix/matrix-text.ts";
import type { Row } from "./matrix/row.ts";
import { runMatrix } from "./matrix/run-matrix.ts";
import type { RowResult } from "./matrix/run-row.ts";
import { missingFor, rows } from "./rows.ts";

const MINUTE_MS = 60_000;
/** Most of a cell is waiting; more at a time would make the waiting longer on two cores. */
const CONCURRENCY = 4;

const here = rows.filter((row) => missingFor(row) === undefined);
// Each part under test asks to be ended with this process.
process.setMaxListeners(100);
let results: readonly RowResult[] = [];
const resultOf = (row: Row): RowResult | undefined => results.find(({ name }) => name === row.name);
const cellsOf = (row: Row): readonly FaultName[] => faultNames.filter((fault) => !("why" in row.cells[fault]));

beforeAll(async () => {
  results = await runMatrix(here, { concurrency: CONCURRENCY });
  console.log(matrixText(results));
}, 20 * MINUTE_MS);

for (const row of rows) {
  const missing = missingFor(row);
  describe.skipIf(missing !== undefined)(`${row.name}${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
    it.each(cellsOf(row).map((fault) => ({ fault, title: faults[fault] })))(
      "$title: what was served stays, it is told, and it is over without a restart",
      ({ fault }) => {
        expect(resultOf(row)?.cells.get(fault)?.broken).toEqual([]);
      },
    );

    it("leaves no sockets, timers or memory behind", () => {
      expect(resultOf(row)?.leaks).toEqual([]);
    });
  });
}
