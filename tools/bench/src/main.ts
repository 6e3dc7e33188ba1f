import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { benchmarks } from "./benchmarks.ts";
import type { Benchmark, Finding } from "./benchmark.ts";
import { isMet } from "./findings.ts";
import { machine } from "./machine.ts";
import { withRun } from "./page.ts";
import { fullSizes, quickSizes } from "./sizes.ts";
import { table } from "./table.ts";

const PAGE = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));
const names = benchmarks.map(({ name }) => name);
const usage = `Usage: npm run bench -- [--quick] [--only NAME]...

Measures the budgets and writes docs/performance.md. With --quick, sizes are small; with --only, nothing is written.
Names: ${names.join(", ")}
`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});
const unknown = values.only.filter((name) => !names.includes(name));
if (values.help || unknown.length > 0) {
  process.stderr.write(`${unknown.map((name) => `no benchmark ${JSON.stringify(name)}\n`).join("")}${usage}`);
  process.exit(values.help ? 0 : 2);
}

const sizes = values.quick ? quickSizes : fullSizes;
const chosen = benchmarks.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
const measure = async ({ name, run, absent }: Benchmark): Promise<readonly Finding[]> => {
  const why = absent?.();
  if (why !== undefined) {
    process.stderr.write(`${name} is left out: ${why}\n`);
    return [];
  }
  const startedAt = performance.now();
  process.stderr.write(`${name} …\n`);
  const found = await run(sizes, (text) => process.stderr.write(`  ${name}: ${text}\n`));
  process.stderr.write(`${name} took ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  return found;
};

const waiting = Promise.all(chosen.filter(({ isWaiting }) => isWaiting).map(measure));
const findings: Finding[] = [];
for (const benchmark of chosen.filter(({ isWaiting }) => !isWaiting)) findings.push(...(await measure(benchmark)));
findings.push(...(await waiting).flat());
process.stdout.write(`\n${table(findings)}\n`);
if (values.only.length === 0) {
  const command = `npm run bench${values.quick ? " -- --quick" : ""}`;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(PAGE, withRun(readFileSync(PAGE, "utf8"), { date, machine: machine(), command, findings }));
}
const missed = findings.filter((finding) => isMet(finding) === false).length;
process.stdout.write(`\n${missed === 0 ? "every budget is met" : `${missed} budgets are not met`}\n`);
