import { certificateAuthority, startS3Server } from "@xp-tracker/testing";
import { rowOf } from "../matrix/row.ts";
import type { Row } from "../matrix/row.ts";
import { notPersisted, notRestored } from "../matrix/sign.ts";
import type { Sign } from "../matrix/sign.ts";
import { startFaultyServer } from "../proxy/faulty-server.ts";
import type { FaultyServer } from "../proxy/faulty-server.ts";
import { always, drip, loginPage, malformed, onlyFor, resetInBody, truncated } from "../proxy/http-faults.ts";
import type { HttpFault } from "../proxy/http-faults.ts";
import { startTrap } from "../proxy/trap.ts";
import type { Trap } from "../proxy/trap.ts";
import { folder } from "../services/folder.ts";
import { startServices } from "../services/services.ts";
import { exporting, polling, s3Store } from "../services/settings.ts";
import { KUBE_TOKEN, startPlatform } from "../services/start-platform.ts";
import { startTogether } from "../services/start-together.ts";
import { absent } from "./absent.ts";

interface Tools {
  readonly s3: FaultyServer;
  readonly trap: Trap;
}

const away: readonly Sign[] = [...notPersisted(), ...notRestored()];

/** An error as S3 writes it. */
const failure = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): HttpFault =>
  always(
    status,
    { "content-type": "application/xml", ...headers },
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>made up</Message></Error>`,
  );

const answers = (how: string, fault: HttpFault, signs: readonly Sign[] = away) => ({
  how,
  inject: ({ s3 }: Tools) => s3.http(fault),
  signs,
});

export const s3: Row = rowOf<Tools>({
  name: "S3",
  start: () =>
    startTogether(async (keep) => {
      const directory = keep(await folder());
      const sim = keep(await startPlatform());
      const server = keep(await startS3Server());
      const trap = keep(await startTrap());
      const authority = certificateAuthority();
      const faulty = keep(await startFaultyServer(server.endpoint, authority, ["127.0.0.1"]));
      const services = keep(
        await startServices({
          sim,
          both: {
            ...s3Store(server, `https://127.0.0.1:${faulty.port}`),
            NODE_EXTRA_CA_CERTS: await directory.write("ca.pem", authority.cert),
          },
          polling: { ...polling, KUBECONFIG: sim.kubeconfigPath },
          exporting,
          secrets: [KUBE_TOKEN, server.secretAccessKey],
        }),
      );
      return { services, s3: faulty, trap };
    }),
  cells: {
    refused: { how: "nobody listens", inject: ({ s3 }) => s3.tcp({ kind: "refused" }), signs: away },
    reset: answers("half of each answer, or a part of what is sent, then the connection is cut", resetInBody),
    hang: { how: "every connection stands still", inject: ({ s3 }) => s3.tcp({ kind: "hang" }), signs: away },
    drip: answers("a byte every 100 ms, and no end of a write", drip),
    401: answers("the credentials are not accepted", failure(401, "Unauthorized")),
    403: answers("AccessDenied", failure(403, "AccessDenied")),
    404: answers("NoSuchBucket", failure(404, "NoSuchBucket")),
    409: answers(
      "another write is under way, for ever",
      onlyFor(["PUT"], failure(409, "ConditionalRequestConflict")),
      notPersisted("SNAPSHOT_CONFLICT"),
    ),
    410: answers("Gone, as a gateway may say", failure(410, "Gone")),
    412: answers(
      "another writer is ahead, for ever",
      onlyFor(["PUT"], failure(412, "PreconditionFailed")),
      notPersisted("SNAPSHOT_CONFLICT"),
    ),
    429: answers("TooManyRequests, Retry-After: 2", failure(429, "TooManyRequests", { "retry-after": "2" })),
    500: answers("InternalError", failure(500, "InternalError")),
    503: answers("SlowDown", failure(503, "SlowDown")),
    truncated: answers("half of each snapshot, as if it were whole", truncated, notRestored("SNAPSHOT_CORRUPT")),
    malformed: answers("what is no snapshot", malformed, notRestored("SNAPSHOT_CORRUPT")),
    contentType: answers("200 with a login page", loginPage, [...notPersisted(), ...notRestored("SNAPSHOT_CORRUPT")]),
    redirect: {
      how: "307 to a server that must not be asked",
      inject: ({ s3, trap }) => s3.redirect(failure(307, "TemporaryRedirect", { location: trap.url }), trap),
      signs: away,
    },
    certificate: {
      how: "the server's certificate ended a minute ago",
      inject: ({ s3 }) => s3.expired(),
      signs: away,
    },
    full: absent.noDisk,
    readOnly: absent.noDisk,
    forward: absent.noClock,
    back: absent.noClock,
  },
});
