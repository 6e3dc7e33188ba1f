import { writeFile } from "node:fs/promises";
import { certificateAuthority, kubeconfig, startRedis, startS3Server } from "@xp-tracker/testing";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { logged, notPersisted, notRestored, reads, staysFresh } from "../matrix/sign.ts";
import type { Sign } from "../matrix/sign.ts";
import { startFaultyServer } from "../proxy/faulty-server.ts";
import { startTcpProxy } from "../proxy/tcp-proxy.ts";
import type { Undo } from "../proxy/tcp-proxy.ts";
import { folder } from "../services/folder.ts";
import { preloading } from "../services/preload.ts";
import { startServices } from "../services/services.ts";
import { exporting, polling, s3Store } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { absent } from "./absent.ts";

interface Tools {
  /** Lets names be resolved in this way, and everybody connect again. */
  readonly resolve: (way: string) => Promise<Undo>;
}

const [API, S3, REDIS] = ["api.faults.example", "s3.faults.example", "redis.faults.example"] as const;
const subscribed = (value: number): Sign => reads("exporterTelemetry", "xp_tracker_refresh_subscribed", value);

/** Without names nothing is reached: neither the cluster, nor the store, nor Redis. */
const unreachable: readonly Sign[] = [
  logged("source is not up, its last good rows stay", "KUBE_API"),
  ...notPersisted(),
  ...notRestored(),
  logged("not listening for refreshes", "REFRESH_CONNECT"),
  subscribed(0),
];

const resolved = (how: string, way: string, signs: readonly Sign[] = unreachable) => ({
  how,
  inject: ({ resolve }: Tools) => resolve(way),
  signs,
});

async function start() {
  return startTogether(async (keep) => {
    const directory = keep(await folder());
    const names = await directory.write("names", "right");
    const sim = keep(await startPlatform());
    const server = keep(await startS3Server());
    const redis = keep(await startRedis());
    const authority = certificateAuthority();
    const api = keep(await startFaultyServer(sim.url, authority, [API]));
    const s3 = keep(await startFaultyServer(server.endpoint, authority, [S3]));
    const pubsub = keep(await startTcpProxy(redis.port));
    const config = kubeconfig({
      server: `https://${API}:${api.port}`,
      ca: authority.cert,
      user: { token: KUBE_TOKEN },
    });
    const services = keep(
      await startServices({
        sim,
        both: {
          ...s3Store(server, `https://${S3}:${s3.port}`),
          REDIS_URL: `redis://${REDIS}:${pubsub.port}`,
          REDIS_TIMEOUT_SECONDS: "2",
          NODE_EXTRA_CA_CERTS: await directory.write("ca.pem", authority.cert),
          NODE_OPTIONS: preloading("names"),
          XP_FAULTS_NAMES: names,
        },
        polling: { ...polling, KUBECONFIG: await directory.write("kubeconfig", config) },
        exporting,
        secrets: [KUBE_TOKEN, server.secretAccessKey],
      }),
    );
    const use = async (way: string): Promise<void> => {
      await writeFile(names, way);
      for (const { cut } of [api, s3, pubsub]) cut();
    };
    const resolve = async (way: string): Promise<Undo> => {
      await use(way);
      return () => use("right");
    };
    return { services, resolve };
  });
}

export const dns: Row = rowOf<Tools>({
  name: "DNS",
  start,
  recovery: [subscribed(1)],
  cells: {
    refused: resolved("no such name (ENOTFOUND)", "unknown"),
    reset: absent.names,
    hang: resolved("no answer ever comes", "never"),
    drip: resolved("every answer comes 400 ms late", "late", [staysFresh]),
    401: absent.names,
    403: absent.names,
    404: absent.names,
    409: absent.names,
    410: absent.names,
    412: absent.names,
    429: absent.names,
    500: absent.names,
    503: resolved("the resolver is not available (EAI_AGAIN)", "again"),
    truncated: absent.names,
    malformed: absent.names,
    contentType: absent.names,
    redirect: resolved("a wrong address, where nobody listens", "wrong"),
    certificate: absent.names,
    full: absent.noDisk,
    readOnly: absent.noDisk,
    forward: absent.noClock,
    back: absent.noClock,
  },
});
