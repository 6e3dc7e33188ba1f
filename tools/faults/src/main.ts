import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { matrixMarkdown, withGeneratedPart } from "./matrix/documented.ts";
import { faultNames } from "./matrix/faults.ts";
import { matrixText } from "./matrix/matrix-text.ts";
import { runMatrix } from "./matrix/run-matrix.ts";
import { missingFor, rows } from "./rows.ts";

const USAGE = `node tools/faults/src/main.ts [--row TEXT] [--fault NAME] [--concurrency N] | --write

Runs the fault matrix, or the rows whose names contain TEXT and the fault NAME alone, and prints it.
--write brings the table in docs/reliability.md up to date instead.`;

const { values } = parseArgs({
  options: {
    row: { type: "string", default: "" },
    fault: { type: "string", default: "" },
    concurrency: { type: "string", default: "4" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function write(): Promise<void> {
  const page = new URL("../../../docs/reliability.md", import.meta.url);
  await writeFile(page, withGeneratedPart(await readFile(page, "utf8"), matrixMarkdown(rows)));
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  const wanted = rows.filter(({ name }) => name.includes(values.row));
  for (const row of wanted) {
    const missing = missingFor(row);
    if (missing !== undefined) console.log(`${row.name} is not run: ${missing}`);
  }
  const results = await runMatrix(
    wanted.filter((row) => missingFor(row) === undefined),
    {
      faults: faultNames.filter((name) => values.fault === "" || String(name) === values.fault),
      concurrency: Number(values.concurrency),
    },
  );
  console.log(matrixText(results));
  console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s`);
  const isHeld = results.every(
    ({ cells, leaks }) => leaks.length === 0 && [...cells.values()].every(({ broken }) => broken.length === 0),
  );
  process.exitCode = isHeld ? 0 : 1;
}

if (values.help) console.log(USAGE);
else await (values.write ? write() : run());
