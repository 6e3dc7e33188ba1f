#!/usr/bin/env node
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readOptions, usage } from "./options.ts";
import type { SoakOptions } from "./options.ts";
import { figuresCsv } from "./report/figures-csv.ts";
import { report } from "./report/report.ts";
import { soak } from "./soak.ts";

const ROUND_MS = [12_000, 25_000] as const;
const SETTLE_DEADLINE_MS = 120_000;

const options = optionsOrExit();
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
process.stdout.write(`soak: seed ${options.seed}\n`);
const result = await soak(
  { ...options, roundMs: ROUND_MS, settleDeadlineMs: SETTLE_DEADLINE_MS, onProgress: progress, onFinding: tell },
  stop.signal,
).catch(fail);
if (options.logs !== "") writeFileSync(join(options.logs, "figures.csv"), figuresCsv(result.processes));
process.stdout.write(`${process.stdout.isTTY ? "\n" : ""}${report(result)}\n`);
process.exit(result.findings.length === 0 ? 0 : 1);

function tell(text: string): void {
  process.stdout.write(`${process.stdout.isTTY ? "\r\u001B[K" : ""}${text}\n`);
}

/** One line that is written over and over on a terminal, a line each elsewhere. */
function progress(text: string): void {
  process.stdout.write(process.stdout.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
}

function optionsOrExit(): SoakOptions {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== undefined) return read;
    process.stdout.write(usage);
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(2);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`soak: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return process.exit(1);
}
