import type { CertificateAuthority } from "@xp-tracker/testing";
import type { HttpFault } from "./http-faults.ts";
import { startHttpProxy } from "./http-proxy.ts";
import { startTcpProxy } from "./tcp-proxy.ts";
import type { TcpFault, Undo } from "./tcp-proxy.ts";
import type { Trap } from "./trap.ts";

/** A plain HTTP server, seen through TLS and whatever goes wrong on the way. */
export interface FaultyServer {
  readonly port: number;
  readonly tcp: (fault: TcpFault) => Promise<Undo>;
  /** Everything that is open is cut first, so that the fault meets those who are already there too. */
  readonly http: (fault: HttpFault) => Promise<Undo>;
  /** Its certificate ended a minute ago. */
  readonly expired: () => Promise<Undo>;
  /** The fault is an answer that leads to a trap, which must not be asked. */
  readonly redirect: (fault: HttpFault, trap: Trap) => Promise<Undo>;
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

export async function startFaultyServer(
  target: string,
  authority: CertificateAuthority,
  names: readonly string[],
): Promise<FaultyServer> {
  const good = authority.server(names);
  const proxy = await startHttpProxy(target, good);
  const tcp = await startTcpProxy(proxy.port);
  const http = async (fault: HttpFault): Promise<Undo> => {
    proxy.set(fault);
    tcp.cut();
    return async () => proxy.set(undefined);
  };
  return {
    port: tcp.port,
    cut: tcp.cut,
    tcp: tcp.befall,
    http,
    redirect: async (fault, trap) => {
      const undo = await http(fault);
      return async () => {
        await undo();
        trap.expectSilence();
      };
    },
    expired: async () => {
      proxy.useCertificate(authority.server(names, { notAfter: new Date(Date.now() - 60_000) }));
      tcp.cut();
      return async () => proxy.useCertificate(good);
    },
    stop: async () => {
      await tcp.stop();
      await proxy.stop();
    },
  };
}
