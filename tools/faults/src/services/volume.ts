import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who may mount: root, and whoever may become it without a password. */
const asRoot = (command: string, ...args: readonly string[]) =>
  process.getuid?.() === 0 ? run(command, args) : run("sudo", ["-n", command, ...args]);

/** A small file system in memory. */
export interface Volume {
  readonly path: string;
  readonly remount: (mode: "ro" | "rw") => Promise<void>;
  /** Whether entries of a directory can be made and taken away, by anybody. */
  readonly freeze: (directory: string, mode: "+i" | "-i") => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Why no volume can be mounted here; undefined when one can. */
export function volumeSkipReason(): string | undefined {
  if (process.getuid?.() === 0) return undefined;
  const probe = spawnSync("sudo", ["-n", "true"], { stdio: "ignore" });
  return probe.status === 0 ? undefined : "a tmpfs is mounted by root only, and sudo asks for a password";
}

const BUSY_TRIES = 50;

export async function mountVolume(sizeMb: number): Promise<Volume> {
  const path = await mkdtemp(join(tmpdir(), "xp-tracker-volume-"));
  const owner = `size=${sizeMb}m,uid=${process.getuid?.() ?? 0}`;
  await asRoot("mount", "-t", "tmpfs", "-o", owner, "tmpfs", path);
  return {
    path,
    // It is busy while a file is open for writing, which is a moment in each cycle.
    remount: async (mode) => {
      for (let tries = 1; ; tries++) {
        try {
          await asRoot("mount", "-o", `remount,${mode}`, path);
          return;
        } catch (error) {
          if (tries === BUSY_TRIES) throw error;
          await sleep(20);
        }
      }
    },
    freeze: async (directory, mode) => void (await asRoot("chattr", mode, directory)),
    stop: async () => {
      await asRoot("umount", "-l", path);
      await rm(path, { recursive: true, force: true });
    },
  };
}
