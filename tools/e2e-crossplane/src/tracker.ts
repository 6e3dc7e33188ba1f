import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Snapshot } from "@xp-tracker/crossplane";
import { decodeSnapshot } from "@xp-tracker/store";
import { startService } from "@xp-tracker/testing";
import type { AppEnvironment, LogLine } from "@xp-tracker/testing";

/** A standalone that polls every second and persists to a directory. */
export interface Tracker {
  /** Where `/metrics` is. */
  readonly url: string;
  readonly page: (path: "/metrics" | "/bookkeeping") => Promise<string>;
  /** The snapshot as it lies in the directory. */
  readonly snapshotText: () => Promise<string>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly log: readonly LogLine[];
  /** Waits for a cycle that began after the call, and that all pages show. */
  readonly wholeCycle: () => Promise<void>;
  /** How many cycles were published so far. */
  readonly cycles: () => number;
  readonly stop: () => Promise<void>;
}

const CYCLE = "poll cycle complete";

/** Starts it, and resolves when the first cycle is served. */
export async function startTracker(kubeconfigPath: string, environment: AppEnvironment = {}): Promise<Tracker> {
  const folder = await mkdtemp(join(tmpdir(), "xp-tracker-"));
  const service = await startService("standalone", {
    KUBECONFIG: kubeconfigPath,
    STORE_BACKEND: "file",
    FILE_STORE_DIR: folder,
    POLL_INTERVAL_SECONDS: "1",
    ...environment,
  });
  const path = join(folder, "snapshot.json");
  const stop = async (): Promise<void> => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const nextCycle = async (from: number): Promise<number> => service.log.indexOf(await service.logged(CYCLE, from)) + 1;
  try {
    await service.logged(CYCLE);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: service.url,
    page: async (name) => {
      const response = await fetch(`${service.url}${name}`);
      if (response.status !== 200) throw new Error(`${name}: HTTP ${response.status}`);
      return response.text();
    },
    snapshotText: () => readFile(path, "utf8"),
    snapshot: () => decodeSnapshot(createReadStream(path), { location: path }, AbortSignal.timeout(30_000)),
    log: service.log,
    // The first to come may be under way already.
    wholeCycle: async () => void (await nextCycle(await nextCycle(service.log.length))),
    cycles: () => service.log.filter(({ msg }) => msg === CYCLE).length,
    stop,
  };
}
