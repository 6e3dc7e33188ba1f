#!/usr/bin/env node
import { checkCompose } from "./stack/compose-run.ts";
import { checks } from "./stack/checks.ts";
import { compose } from "./stack/compose.ts";
import { readOptions, usage } from "./stack/options.ts";
import type { CheckOptions } from "./stack/options.ts";
import { prometheusApi } from "./stack/prometheus-api.ts";
import { runChecks } from "./stack/run-checks.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") print(usage);
  else process.exitCode = report(await run(options));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function run(options: CheckOptions): Promise<number> {
  const { exporters, controlPlane, settleMs } = options;
  const prometheus = prometheusApi(options.prometheus);
  return exporters.length === 0
    ? checkCompose(compose(options.composeFiles), prometheus, options, print)
    : runChecks(checks, { prometheus, exporters, controlPlane }, { settleMs, pauseMs: 1_000 }, print);
}

function report(failures: number): 0 | 1 {
  print(failures === 0 ? "all checks hold" : `${failures} checks do not hold`);
  return failures === 0 ? 0 : 1;
}
