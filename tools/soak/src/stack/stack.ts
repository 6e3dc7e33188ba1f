import { mkdirSync } from "node:fs";
import { freePorts, redisSkipReason } from "@xp-tracker/testing";
import type { Findings } from "../report/findings.ts";
import { cleanup } from "./cleanup.ts";
import { member } from "./member.ts";
import type { Member } from "./member.ts";
import { exporterSettings, pollerSettings } from "./settings.ts";
import { startSurroundings } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";

/** Everything that runs: the services, and what they need. */
export interface Stack extends Surroundings {
  readonly pollers: readonly Member[];
  readonly exporters: readonly Member[];
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  readonly claims: number;
  readonly seed: number;
  readonly exporters: number;
  readonly pollers: number;
  readonly logs: string;
  readonly findings: Findings;
}

/** @throws where redis-server is missing, or a part does not start */
export async function startStack(options: StackOptions): Promise<Stack> {
  const missing = redisSkipReason();
  if (missing !== undefined) throw new Error(missing);
  const parts = cleanup();
  try {
    const around = await startSurroundings(options, parts);
    const { findings, logs } = options;
    if (logs !== "") mkdirSync(logs, { recursive: true });
    const pollers = Array.from({ length: options.pollers }, (_, index) => {
      const environment = pollerSettings(around, options.pollers);
      return member({ name: `poller-${index + 1}`, app: "poller", url: "", environment, findings, logs });
    });
    const exporters = (await freePorts(options.exporters)).map((port, index) => {
      const environment = exporterSettings(around, port);
      const url = `http://127.0.0.1:${port}`;
      return member({ name: `exporter-${index + 1}`, app: "exporter", url, environment, findings, logs });
    });
    const members = [...pollers, ...exporters].map((each) => parts.own(each));
    await Promise.all(members.map(({ start }) => start()));
    return { ...around, pollers, exporters, stop: parts.stop };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}
