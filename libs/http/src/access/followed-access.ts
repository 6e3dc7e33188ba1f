import type { Log } from "@xp-tracker/runtime";
import type { Access } from "./access.ts";
import type { AccessFiles } from "./access-state.ts";
import { isWelcome } from "./client-certificate.ts";
import { accessGuard } from "./guard.ts";
import { passwordCheck } from "./password-check.ts";
import { passwordThread } from "./password-thread.ts";
import { needsRestart, watchAccess } from "./watched-access.ts";

/** So often the files are looked at while nobody asks. */
const LOOK_EVERY_MS = 5_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** {@link openAccess} of files that there are. @throws AppError WEB_CONFIG where they are wrong */
export function followedAccess(files: AccessFiles, log: Log): Access {
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
