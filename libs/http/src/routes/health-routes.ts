import { notReadyReason, verboseReadiness } from "./readiness.ts";
import type { Readiness } from "./readiness.ts";
import { textReply } from "./route.ts";
import type { Ask, Reply, Route } from "./route.ts";

/** `/healthz`: the process answers. `/readyz`: it has something true to say. */
export const healthRoutes = (readiness: () => Readiness): readonly Route[] => [
  { path: "/healthz", title: "Alive", reply: () => textReply(200, "ok\n") },
  { path: "/readyz", title: "Ready to serve; ?verbose tells each check", reply: (ask) => readyReply(ask, readiness()) },
];

function readyReply(ask: Ask, readiness: Readiness): Reply {
  const reason = notReadyReason(readiness);
  const status = reason === "" ? 200 : 503;
  if ("verbose" in ask.query) return textReply(status, verboseReadiness(readiness));
  return textReply(status, reason === "" ? "ok\n" : `not ready: ${reason}\n`);
}
