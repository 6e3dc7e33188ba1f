import { parseArgs } from "node:util";
import { faultNames } from "./matrix/faults.ts";
import { matrixText } from "./matrix/matrix-text.ts";
import { runMatrix } from "./matrix/run-matrix.ts";
import { rows } from "./rows.ts";

// node tools/faults/src/main.ts [--row TEXT] [--fault NAME] [--concurrency N]
const { values } = parseArgs({
  options: {
    row: { type: "string", default: "" },
    fault: { type: "string", default: "" },
    concurrency: { type: "string", default: "3" },
  },
});
const startedAt = performance.now();
const results = await runMatrix(
  rows.filter(({ name }) => name.includes(values.row)),
  {
    faults: faultNames.filter((name) => values.fault === "" || String(name) === values.fault),
    concurrency: Number(values.concurrency),
  },
);
console.log(matrixText(results));
console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s`);
process.exitCode = results.every(
  ({ cells, leaks }) => leaks.length === 0 && [...cells.values()].every(({ broken }) => broken.length === 0),
)
  ? 0
  : 1;
