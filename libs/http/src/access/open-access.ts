import type { Server } from "node:http";
import type { ServerOptions as TlsServerOptions, Server as TlsServer } from "node:https";
import type { Log } from "@xp-tracker/runtime";
import type { AccessFiles } from "./access-state.ts";
import { isWelcome } from "./client-certificate.ts";
import { accessGuard } from "./guard.ts";
import type { Guard } from "./guard.ts";
import { passwordCheck } from "./password-check.ts";
import { passwordThread } from "./password-thread.ts";
import { needsRestart, watchAccess } from "./watched-access.ts";

/** Who may ask the servers of a process, and how they speak. */
export interface Access {
  readonly guard: Guard;
  /** Of every answer, before those of the answer itself. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** How servers begin; undefined: without TLS. */
  readonly tls: TlsServerOptions | undefined;
  /** Keeps what `server` speaks as the files have it, until it closes. */
  follow(server: Server | TlsServer): void;
}

export interface AccessOptions extends AccessFiles {
  readonly log: Log;
}

/** So often the files are looked at while nobody asks. */
const LOOK_EVERY_MS = 5_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * Opens access as the files have it, and takes up what becomes of them without a restart or a lost connection.
 * undefined without files: everyone may ask, without TLS.
 * @throws AppError WEB_CONFIG where they are wrong
 */
export function openAccess({ log, webConfigFile, bearerTokenFile }: AccessOptions): Access | undefined {
  if (webConfigFile === undefined && bearerTokenFile === undefined) return undefined;
  const files = { webConfigFile, bearerTokenFile };
  const watched = watchAccess(files, log);
  const started = watched.current();
  const guard = accessGuard(watched.current, passwordCheck(passwordThread()), log);
  return {
    guard: (request) => {
      watched.refresh();
      return guard(request);
    },
    headers: () => watched.current().headers,
    tls: started.tls && {
      ...started.tls.context,
      requestCert: started.tls.clients.asks,
      // Whether a certificate is needed may change while the server runs: it is looked at after the handshake.
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    },
    follow: (server) => {
      let spoken = started;
      const refresh = (): void => {
        watched.refresh();
        const state = watched.current();
        if (state === spoken || needsRestart(started, state)) return;
        spoken = state;
        if (state.tls !== undefined && "setSecureContext" in server) server.setSecureContext(state.tls.context);
      };
      const looking = setInterval(refresh, LOOK_EVERY_MS).unref();
      server.prependListener("connection", refresh);
      server.prependListener("secureConnection", (socket) => {
        const clients = spoken.tls?.clients;
        if (clients !== undefined && !isWelcome(socket, clients)) socket.destroy();
      });
      server.once("close", () => clearInterval(looking));
    },
  };
}
