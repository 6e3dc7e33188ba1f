import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { notPersisted, notRestored, staysFresh } from "../matrix/sign.ts";
import { fill, inPlaceOf, spoil } from "../services/disk-faults.ts";
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
      inject: ({ directory }) => inPlaceOf(directory, () => writeFile(directory, "", { flag: "wx" })),
      signs: [...notPersisted(), ...notRestored()],
    },
    reset: {
      how: "the snapshot opens and cannot be read, as a directory does",
      inject: ({ snapshot }) => inPlaceOf(snapshot, () => mkdir(join(snapshot, "occupied"), { recursive: true })),
      signs: [...notPersisted(), ...notRestored()],
    },
    hang: {
      how: "no answer comes to who opens the snapshot: a named pipe stands in for a dead volume",
      inject: async ({ snapshot }) => {
        const undo = await inPlaceOf(snapshot, () => run("mkfifo", [snapshot]));
        return async () => {
          const writer = await open(snapshot, constants.O_RDWR | constants.O_NONBLOCK);
          await undo();
          // Who waits is let go now, and must have gone before the last writer does.
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
        await rename(directory, `${directory}.gone`);
        return () => rm(`${directory}.gone`, { recursive: true });
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
      inject: (tools) => spoil(tools.snapshot, (good) => good.subarray(0, good.length >> 1)),
      signs: notRestored("SNAPSHOT_CORRUPT"),
    },
    malformed: {
      how: "what is no snapshot, again and again",
      inject: (tools) => spoil(tools.snapshot, () => Buffer.from("no snapshot\n")),
      signs: notRestored("SNAPSHOT_CORRUPT"),
    },
    contentType: absent.disk,
    redirect: absent.disk,
    certificate: absent.disk,
    full: { how: "no byte is left", inject: ({ volume }) => fill(join(volume.path, "filler")), signs: notPersisted() },
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
