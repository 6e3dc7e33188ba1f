import { certificateAuthority, startRedis } from "@xp-tracker/testing";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { grows, logged, reads, staysFresh } from "../matrix/sign.ts";
import type { Sign } from "../matrix/sign.ts";
import { startTcpProxy } from "../proxy/tcp-proxy.ts";
import type { TcpFault, TcpProxy, Undo } from "../proxy/tcp-proxy.ts";
import { folder } from "../services/folder.ts";
import { tellRedis } from "../services/redis-admin.ts";
import { startServices } from "../services/services.ts";
import { exporting, fileStore, polling } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { absent } from "./absent.ts";

interface Tools {
  readonly proxy: TcpProxy;
  /** Undone by the second list of commands; whoever is connected has to come again after both. */
  readonly tell: (commands: readonly string[], undo: readonly string[]) => Promise<Undo>;
  readonly expired: () => Promise<Undo>;
}

const PASSWORD = "redis-password-7c0a";
const NAME = "tracker";
const RIGHTS = `ACL SETUSER ${NAME} on resetpass >${PASSWORD} resetchannels &xp-tracker:* -@all +publish +subscribe`;

/** Redis is a hint only: nothing of the cluster gets older without it. */
const signs: readonly Sign[] = [
  reads("exporterTelemetry", "xp_tracker_refresh_subscribed", 0),
  logged("not listening for refreshes", "REFRESH_CONNECT"),
  grows("pollerTelemetry", "xp_tracker_announce_failures_total", { code: "REFRESH_ANNOUNCE" }),
  logged("refresh not announced", "REFRESH_ANNOUNCE"),
  staysFresh,
];

const befalls = (how: string, fault: TcpFault) => ({
  how,
  inject: ({ proxy }: Tools) => proxy.befall(fault),
  signs,
});
const told = (how: string, commands: readonly string[], undo: readonly string[]) => ({
  how,
  inject: ({ tell }: Tools) => tell(commands, undo),
  signs,
});

async function start() {
  return startTogether(async (keep) => {
    const directory = keep(await folder());
    const sim = keep(await startPlatform());
    const redis = keep(await startRedis());
    await tellRedis(redis.port, RIGHTS);
    const authority = certificateAuthority();
    const good = authority.server(["127.0.0.1"]);
    const proxy = keep(await startTcpProxy(redis.port, good));
    const services = keep(
      await startServices({
        sim,
        both: {
          ...fileStore(directory.path),
          REDIS_URL: `rediss://${NAME}:${PASSWORD}@127.0.0.1:${proxy.port}`,
          REDIS_TIMEOUT_SECONDS: "1",
          NODE_EXTRA_CA_CERTS: await directory.write("ca.pem", authority.cert),
        },
        polling: { ...polling, KUBECONFIG: sim.kubeconfigPath },
        exporting,
        secrets: [KUBE_TOKEN, PASSWORD],
      }),
    );
    const tell = async (commands: readonly string[], undo: readonly string[]): Promise<Undo> => {
      await tellRedis(redis.port, ...commands);
      proxy.cut();
      return async () => {
        await tellRedis(redis.port, ...undo);
        proxy.cut();
      };
    };
    const expired = async (): Promise<Undo> => {
      proxy.useCertificate(authority.server(["127.0.0.1"], { notAfter: new Date(Date.now() - 60_000) }));
      return async () => proxy.useCertificate(good);
    };
    return { services, proxy, tell, expired };
  });
}

export const redis: Row = rowOf<Tools>({
  name: "Redis",
  start,
  recovery: [reads("exporterTelemetry", "xp_tracker_refresh_subscribed", 1)],
  cells: {
    refused: befalls("nobody listens, subscriptions are cut", { kind: "refused" }),
    reset: befalls("the connection is reset in the middle of the first reply", { kind: "reset", afterBytes: 3 }),
    hang: befalls("every connection stands still", { kind: "hang" }),
    drip: befalls("a byte every 500 ms", { kind: "drip", bytes: 1, everyMs: 500 }),
    401: told("the password is another one (WRONGPASS)", [`ACL SETUSER ${NAME} resetpass >other`], [RIGHTS]),
    403: told("the user has no right to the channel (NOPERM)", [`ACL SETUSER ${NAME} resetchannels`], [RIGHTS]),
    404: absent.http,
    409: absent.http,
    410: absent.http,
    412: absent.http,
    429: befalls("max number of clients reached", { kind: "answer", text: "-ERR max number of clients reached\r\n" }),
    500: befalls("every command fails", { kind: "answer", text: "-ERR internal error\r\n" }),
    503: befalls("LOADING", { kind: "answer", text: "-LOADING Redis is loading the dataset in memory\r\n" }),
    truncated: befalls("the connection ends in the middle of the first reply", { kind: "truncated", afterBytes: 3 }),
    malformed: befalls("what is no reply", { kind: "answer", text: "\0\x01?!\r\n" }),
    contentType: befalls("a web server answers", { kind: "answer", text: "HTTP/1.1 400 Bad Request\r\n\r\n<html>" }),
    redirect: { why: "a cluster passes messages on to every node, and so redirects no publisher" },
    certificate: {
      how: "the server's certificate ended a minute ago",
      inject: ({ expired }) => expired(),
      signs,
    },
    full: absent.noDisk,
    readOnly: absent.noDisk,
    forward: absent.noClock,
    back: absent.noClock,
  },
});
