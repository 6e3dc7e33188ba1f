import { options, usage } from "./options.ts";
import { startSim } from "./sim.ts";

const read = options(process.argv.slice(2));
if (read.kind === "help") {
  process.stdout.write(usage);
} else if (read.kind === "version") {
  process.stdout.write(`${read.version}\n`);
} else if (read.kind === "mistakes") {
  process.stderr.write(`${read.mistakes.join("\n")}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await run(read.options);
}

async function run(wanted: Parameters<typeof startSim>[0]): Promise<void> {
  const sim = await startSim(wanted).catch((error: unknown) => {
    process.stderr.write(`kube-sim cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
  for (const { apiVersion, kind, metadata } of sim.unknown) {
    process.stderr.write(`left out, no definition of its kind: ${apiVersion} ${kind} ${metadata.name}\n`);
  }
  process.stdout.write(`${sim.cluster.count()} objects of ${sim.cluster.types().length} types\n`);
  if (wanted?.kubeconfig !== undefined) process.stdout.write(`kubeconfig ${wanted.kubeconfig}\n`);
  process.stdout.write(`listening on ${sim.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sim.close().then(() => process.exit(0)));
  }
}
