import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { CertificateAndKey, CertificateAuthority } from "@xp-tracker/testing";
import type { HttpFault } from "./http-faults.ts";
import { startHttpProxy } from "./http-proxy.ts";
import { startTcpProxy } from "./tcp-proxy.ts";
import type { TcpFault } from "./tcp-proxy.ts";

/** A plain HTTP server, seen through TLS and whatever goes wrong on the way. */
export interface FaultyServer {
  readonly port: number;
  readonly tcp: (fault: TcpFault) => Promise<() => Promise<void>>;
  /** Everything that is open is cut first, so that the fault meets those who are already there too. */
  readonly http: (fault: HttpFault) => Promise<() => Promise<void>>;
  readonly expired: () => Promise<() => Promise<void>>;
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

export async function startFaultyServer(
  target: string,
  authority: CertificateAuthority,
  names: readonly string[],
): Promise<FaultyServer> {
  const good = authority.server(names);
  const http = await startHttpProxy(target, good);
  const tcp = await startTcpProxy(http.port);
  const serve = (certificate: CertificateAndKey): void => {
    http.useCertificate(certificate);
    tcp.cut();
  };
  return {
    port: tcp.port,
    cut: tcp.cut,
    tcp: async (fault) => {
      await tcp.set(fault);
      return () => tcp.set(undefined);
    },
    http: async (fault) => {
      http.set(fault);
      tcp.cut();
      return async () => http.set(undefined);
    },
    expired: async () => {
      serve(authority.server(names, { notAfter: new Date(Date.now() - 60_000) }));
      return async () => serve(good);
    },
    stop: async () => {
      await tcp.stop();
      await http.stop();
    },
  };
}

/** A server that nobody should ask: where a redirect leads. */
export async function startTrap(): Promise<{
  readonly url: string;
  readonly requests: () => number;
  readonly stop: () => Promise<void>;
}> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`,
    requests: () => requests,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
