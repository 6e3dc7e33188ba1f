import { writeFile } from "node:fs/promises";
import { startS3Server } from "@xp-tracker/testing";
import { faultNames } from "../matrix/faults.ts";
import type { FaultName } from "../matrix/faults.ts";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { clockIsOff, staysFresh } from "../matrix/sign.ts";
import type { Undo } from "../proxy/tcp-proxy.ts";
import { folder } from "../services/folder.ts";
import { preloading } from "../services/preload.ts";
import { startServices } from "../services/services.ts";
import { exporting, polling, s3Store } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { absent } from "./absent.ts";

interface Tools {
  readonly shift: (ms: number) => Promise<Undo>;
}

/** More than the quarter of an hour that S3 servers tolerate. */
const HOUR_MS = 3_600_000;

async function start() {
  return startTogether(async (keep) => {
    const directory = keep(await folder());
    const clock = await directory.write("clock", "0");
    const sim = keep(await startPlatform());
    const server = keep(await startS3Server());
    const services = keep(
      await startServices({
        sim,
        both: {
          ...s3Store(server, server.endpoint),
          NODE_OPTIONS: preloading("clock"),
          XP_FAULTS_CLOCK: clock,
        },
        polling: { ...polling, KUBECONFIG: sim.kubeconfigPath },
        exporting,
        secrets: [KUBE_TOKEN, server.secretAccessKey],
      }),
    );
    const shift = async (ms: number): Promise<Undo> => {
      await writeFile(clock, String(ms));
      return () => writeFile(clock, "0");
    };
    return { services, shift };
  });
}

const others = Object.fromEntries(faultNames.map((name) => [name, absent.clock])) as Record<
  FaultName,
  { readonly why: string }
>;

export const clock: Row = rowOf<Tools>({
  name: "Clock",
  start,
  cells: {
    ...others,
    forward: {
      how: "an hour ahead, beyond what S3 servers tolerate",
      inject: ({ shift }) => shift(HOUR_MS),
      signs: [staysFresh, clockIsOff(HOUR_MS)],
    },
    back: {
      how: "an hour behind",
      inject: ({ shift }) => shift(-HOUR_MS),
      signs: [staysFresh, clockIsOff(-HOUR_MS)],
    },
  },
});
