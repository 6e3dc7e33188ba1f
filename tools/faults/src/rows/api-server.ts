import { certificateAuthority, kubeconfig } from "@xp-tracker/testing";
import { rowOf } from "../matrix/row.ts";
import type { Row, RowParts } from "../matrix/row.ts";
import { logged, sourcesDown } from "../matrix/sign.ts";
import type { Sign } from "../matrix/sign.ts";
import { startFaultyServer } from "../proxy/faulty-server.ts";
import type { FaultyServer } from "../proxy/faulty-server.ts";
import { always, drip, loginPage, malformed, resetInBody, truncated } from "../proxy/http-faults.ts";
import type { HttpFault } from "../proxy/http-faults.ts";
import { startTrap } from "../proxy/trap.ts";
import type { Trap } from "../proxy/trap.ts";
import { folder } from "../services/folder.ts";
import { startServices } from "../services/services.ts";
import { exporting, fileStore, polling } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { absent } from "./absent.ts";

interface Tools {
  readonly api: FaultyServer;
  readonly trap: Trap;
}

const start =
  (pollMode: "watch" | "list"): RowParts<Tools>["start"] =>
  () =>
    startTogether(async (keep) => {
      const directory = keep(await folder());
      const sim = keep(await startPlatform());
      const trap = keep(await startTrap());
      const authority = certificateAuthority();
      const api = keep(await startFaultyServer(sim.url, authority, ["127.0.0.1"]));
      const server = `https://127.0.0.1:${api.port}`;
      const config = kubeconfig({ server, ca: authority.cert, user: { token: KUBE_TOKEN } });
      const services = keep(
        await startServices({
          sim,
          both: fileStore(directory.path),
          polling: { ...polling, POLL_MODE: pollMode, KUBECONFIG: await directory.write("kubeconfig", config) },
          exporting,
          secrets: [KUBE_TOKEN],
        }),
      );
      return { services, api, trap };
    });

const down = (...classes: readonly string[]): readonly Sign[] => [
  sourcesDown(...classes),
  logged("source is not up, its last good rows stay", "KUBE_API"),
];

/** A Status, as API servers send it. */
const status = (code: number, reason: string, headers: Readonly<Record<string, string>> = {}): HttpFault =>
  always(
    code,
    { "content-type": "application/json", ...headers },
    JSON.stringify({
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      message: `made up: ${reason}`,
      reason,
      code,
    }),
  );

const answers = (how: string, fault: HttpFault, ...classes: readonly string[]) => ({
  how,
  inject: ({ api }: Tools) => api.http(fault),
  signs: down(...classes),
});

const cells: RowParts<Tools>["cells"] = {
  refused: {
    how: "nobody listens, open watches are reset",
    inject: ({ api }) => api.tcp({ kind: "refused" }),
    signs: down("network"),
  },
  reset: answers("half of each answer, then the connection is cut", resetInBody, "network"),
  hang: {
    how: "every connection stands still, open watches included",
    inject: ({ api }) => api.tcp({ kind: "hang" }),
    signs: down("timeout", "network"),
  },
  drip: answers("a byte every 100 ms", drip, "timeout", "network"),
  401: answers("the token is not accepted", status(401, "Unauthorized"), "unauthorized"),
  403: answers("no right to anything", status(403, "Forbidden"), "forbidden"),
  404: answers("no path is known", always(404, { "content-type": "text/plain" }, "404 page not found\n"), "not_found"),
  409: absent.readOnly,
  410: answers("every version is too old", status(410, "Expired"), "expired"),
  412: absent.readOnly,
  429: answers(
    "too many requests, Retry-After: 1",
    status(429, "TooManyRequests", { "retry-after": "1" }),
    "throttled",
  ),
  500: answers("etcd is away", status(500, "InternalError"), "server_error"),
  503: answers("the server starts or ends", status(503, "ServiceUnavailable"), "server_error"),
  truncated: answers("half of each answer, as if it were whole", truncated, "network", "malformed"),
  malformed: answers("what is no JSON", malformed, "malformed"),
  contentType: answers("200 with a login page", loginPage, "malformed"),
  redirect: {
    how: "302 to a server that must not be asked",
    inject: ({ api, trap }) => api.redirect(always(302, { location: trap.url }, ""), trap),
    signs: down("malformed"),
  },
  certificate: {
    how: "the server's certificate ended a minute ago",
    inject: ({ api }) => api.expired(),
    signs: down("network"),
  },
  full: absent.noDisk,
  readOnly: absent.noDisk,
  forward: absent.noClock,
  back: absent.noClock,
};

export const watchedApiServer: Row = rowOf({ name: "API server, watched", start: start("watch"), cells });
export const listedApiServer: Row = rowOf({ name: "API server, listed", start: start("list"), cells });
