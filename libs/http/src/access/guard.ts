import type { IncomingMessage } from "node:http";
import type { Log } from "@xp-tracker/runtime";
import { textReply } from "../routes/route.ts";
import type { Reply } from "../routes/route.ts";
import { sparseWarning } from "../server/sparse-warning.ts";
import type { AccessState } from "./access-state.ts";
import { parseAuthorization } from "./credentials.ts";
import type { PasswordCheck } from "./password-check.ts";
import { tokenCheck } from "./token-check.ts";

/** Gives the answer to a request that may not go on; undefined where it may. */
export type Guard = (request: IncomingMessage) => Reply | undefined | Promise<Reply | undefined>;

/** What is asked by probes, which show nothing of who they are. With a query it tells more than they need. */
const open: ReadonlySet<string | undefined> = new Set(["/healthz", "/readyz"]);

/** Lets in who shows a known user with its password, or a known token; everyone, while there is neither. */
export function accessGuard(current: () => AccessState, checkPassword: PasswordCheck, log: Log): Guard {
  const isToken = tokenCheck();
  const warn = sparseWarning(log, "requests refused: not authenticated");

  const refuse = (state: AccessState, { socket, headers }: IncomingMessage): Reply => {
    const credentials = headers.authorization === undefined ? "none" : "wrong";
    warn({ from: socket.remoteAddress, credentials });
    return textReply(401, "unauthorized\n", { "www-authenticate": challenge(state) });
  };

  return (request) => {
    const state = current();
    if ((state.users.size === 0 && state.tokens.length === 0) || open.has(request.url)) return undefined;
    const shown = parseAuthorization(request.headers.authorization);
    if (shown === undefined) return refuse(state, request);
    if (shown.scheme === "bearer") return isToken(shown.token, state.tokens) ? undefined : refuse(state, request);
    if (state.users.size === 0) return refuse(state, request);
    const verdict = checkPassword(shown.user, shown.password, state.users);
    const decided = (found: Awaited<typeof verdict>): Reply | undefined => {
      if (found === "busy") return busy;
      return found === "right" ? undefined : refuse(state, request);
    };
    return typeof verdict === "string" ? decided(verdict) : verdict.then(decided);
  };
}

const busy = textReply(503, "too many passwords are being compared, ask again\n", { "retry-after": "1" });

const challenge = ({ users, tokens }: AccessState): string =>
  [
    ...(users.size > 0 ? ['Basic realm="xp-tracker", charset="UTF-8"'] : []),
    ...(tokens.length > 0 ? ['Bearer realm="xp-tracker"'] : []),
  ].join(", ");
