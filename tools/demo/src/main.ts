#!/usr/bin/env node
import { greeting } from "./greeting.ts";
import { readOptions, usage } from "./options.ts";
import type { DemoOptions } from "./options.ts";
import { plannedServices } from "./plan.ts";
import { startService } from "./service-process.ts";
import { startSurroundings } from "./surroundings.ts";

const options = optionsOrExit();
const stopped = new Promise<string>((resolve) => {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => resolve(name));
  // A terminal that was closed takes no more lines. The error of the first one would end this process before its parts.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => resolve("SIGHUP"));
});

process.stdout.write("Starting a simulated Crossplane platform …\n");
const around = await startSurroundings(options).catch(fail);
const plan = plannedServices(options, around);
const running = plan.map(({ name, app, environment }) => startService(name, app, environment));
process.stdout.write(greeting(plan, around));

const reason = await Promise.race([stopped, ...running.map(({ ended }) => ended)]);
process.stdout.write(`\nStopping (${reason}) …\n`);
await Promise.all(running.map((service) => service.stop()));
await around.stop();
process.exit(reason.startsWith("SIG") ? 0 : 1);

function optionsOrExit(): DemoOptions {
  try {
    const read = readOptions(process.argv.slice(2));
    if (!read.help) return read;
    process.stdout.write(usage);
    return process.exit(0);
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
  return process.exit(1);
}
