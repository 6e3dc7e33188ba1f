import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { notPersisted, notRestored, staysFresh } from "../matrix/sign.ts";
import type { Undo } from "../proxy/tcp-proxy.ts";
import { startServices } from "../services/services.ts";
import { exporting, fileStore, polling } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { mountVolume } from "../services/volume.ts";
import type { Volume } from "../services/volume.ts";
import { absent } from "./absent.ts";

const run = promisify(execFile);

interface Tools {
  readonly volume: Volume;
  /** FILE_STORE_DIR, on the volume. */
  readonly directory: string;
  readonly snapshot: string;
}

/** Puts this in the snapshot's place again and again, however often the poller replaces it. */
async function spoil({ snapshot }: Tools, made: (good: Buffer) => Buffer): Promise<Undo> {
  const good = await readFile(snapshot);
  const over = new AbortController();
  const spoiling = (async () => {
    while (!over.signal.aborted) {
      await writeFile(`${snapshot}.spoilt`, made(good));
      await rename(`${snapshot}.spoilt`, snapshot);
      await sleep(20);
    }
  })();
  return async () => {
    over.abort();
    await spoiling;
  };
}

async function fill({ volume }: Tools): Promise<Undo> {
  const path = join(volume.path, "filler");
  const over = new AbortController();
  // Again and again: what is removed while a snapshot is replaced makes room.
  const filling = (async () => {
    await using file = await open(path, "w");
    while (!over.signal.aborted) {
      for (const size of [65_536, 4_096])
        while (await file.write(Buffer.alloc(size)).then(Boolean, () => false)) continue;
      await sleep(5);
    }
  })();
  return async () => {
    over.abort();
    await filling;
    await rm(path);
  };
}

export const disk: Row = rowOf<Tools>({
  name: "Disk",
  start: () =>
    startTogether(async (keep) => {
      const volume = keep(await mountVolume(8));
      const directory = join(volume.path, "snapshots");
      const sim = keep(await startPlatform());
      const services = keep(
        await startServices({
          sim,
          both: fileStore(directory),
          polling: { ...polling, KUBECONFIG: sim.kubeconfigPath },
          exporting,
          secrets: [KUBE_TOKEN],
        }),
      );
      return { services, volume, directory, snapshot: join(directory, "snapshot.json") };
    }),
  cells: {
    refused: {
      how: "a file is where the directory was",
      inject: async ({ directory }) => {
        await rename(directory, `${directory}.away`);
        await writeFile(directory, "");
        return async () => {
          await rm(directory);
          await rename(`${directory}.away`, directory);
        };
      },
      signs: [...notPersisted(), ...notRestored()],
    },
    reset: {
      how: "the snapshot opens and cannot be read, as a directory does",
      inject: async ({ snapshot }) => {
        await rename(snapshot, `${snapshot}.away`);
        await mkdir(join(snapshot, "occupied"), { recursive: true });
        return async () => {
          await rm(snapshot, { recursive: true });
          await rename(`${snapshot}.away`, snapshot);
        };
      },
      signs: [...notPersisted(), ...notRestored()],
    },
    hang: {
      how: "no answer comes to who opens the snapshot: a named pipe stands in for a dead volume",
      inject: async ({ snapshot }) => {
        await rename(snapshot, `${snapshot}.away`);
        await run("mkfifo", [snapshot]);
        return async () => {
          const writer = await open(snapshot, constants.O_RDWR | constants.O_NONBLOCK);
          await rename(`${snapshot}.away`, snapshot);
          await sleep(100);
          await writer.close();
        };
      },
      signs: [...notPersisted(), ...notRestored()],
    },
    drip: { why: "a disk that is slow is late, and no more" },
    401: absent.disk,
    403: {
      how: "nothing in the directory may be changed",
      inject: async ({ volume, directory }) => {
        await volume.freeze(directory, "+i");
        return () => volume.freeze(directory, "-i");
      },
      signs: notPersisted(),
    },
    404: {
      how: "the directory is gone",
      inject: async ({ directory }) => {
        await rename(directory, `${directory}.away`);
        return () => rm(`${directory}.away`, { recursive: true });
      },
      signs: [staysFresh],
    },
    409: absent.disk,
    410: absent.disk,
    412: absent.disk,
    429: absent.disk,
    500: absent.disk,
    503: absent.disk,
    truncated: {
      how: "half of a snapshot, again and again",
      inject: (tools) => spoil(tools, (good) => good.subarray(0, good.length >> 1)),
      signs: notRestored("SNAPSHOT_CORRUPT"),
    },
    malformed: {
      how: "what is no snapshot, again and again",
      inject: (tools) => spoil(tools, () => Buffer.from("no snapshot\n")),
      signs: notRestored("SNAPSHOT_CORRUPT"),
    },
    contentType: absent.disk,
    redirect: absent.disk,
    certificate: absent.disk,
    full: { how: "no byte is left", inject: fill, signs: notPersisted() },
    readOnly: {
      how: "remounted read-only",
      inject: async ({ volume }) => {
        await volume.remount("ro");
        return () => volume.remount("rw");
      },
      signs: notPersisted(),
    },
    forward: absent.noClock,
    back: absent.noClock,
  },
});
