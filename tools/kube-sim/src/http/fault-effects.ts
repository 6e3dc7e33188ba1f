import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Fault, FaultSubject } from "./faults.ts";
import { expiredToken } from "./list.ts";
import { fail } from "./status.ts";
import type { Subject } from "./status.ts";

const USER = "kube-sim";

interface Failing {
  readonly exchange: Exchange;
  readonly subject: Subject | undefined;
  readonly asked: FaultSubject;
}

const refusals: Readonly<Record<number, (failing: Failing) => Answer>> = {
  401: fail.unauthorized,
  403: ({ subject, asked }) =>
    subject === undefined ? fail.forbiddenPath(asked.path, USER) : fail.forbidden(subject, asked.verb, USER),
  404: fail.pageNotFound,
  410: () => fail.expired("The resourceVersion for the provided list is too old."),
  429: () => fail.tooManyRequests(1),
  500: () => fail.internal("etcdserver: request timed out"),
  503: () => fail.unavailable(),
  504: fail.gatewayTimeout,
};

const MALFORMED: Answer = {
  status: 200,
  contentType: "application/json",
  body: [`{"apiVersion":"v1","items":[{"metadata":{"name":"cut`],
};

const never = async (exchange: Exchange): Promise<"handled"> =>
  new Promise((resolve) => {
    exchange.onClose(() => resolve("handled"));
  });

const refusal = (fault: Fault, failing: Failing): Answer => {
  const answer = refusals[fault.status ?? 500]?.(failing) ?? fail.internal("unknown fault");
  if (fault.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "Retry-After": String(fault.retryAfterSeconds) } };
};

/**
 * Lets the faults that hit a request do their work, in order. `"handled"` means that no answer is due any more;
 * `"cut"` that the true answer is to be sent by half; undefined that the request is answered as usual.
 */
export async function suffer(
  faults: readonly Fault[],
  failing: Failing,
): Promise<Answer | "handled" | "cut" | undefined> {
  for (const fault of faults) {
    if (fault.latencyMs !== undefined) await sleep(fault.latencyMs);
    else if (fault.hang === true) return never(failing.exchange);
    else if (fault.malformed === true) return MALFORMED;
    else if (fault.expireContinue === true) return expiredToken("");
    else if (fault.reset === true) return "cut";
    else return refusal(fault, failing);
  }
  return undefined;
}

/** Sends the head and half of the body, and then cuts. */
export function sendHalf(exchange: Exchange, { status, contentType, body }: Answer): void {
  const bytes = Buffer.from(body.join(""));
  exchange.head(status, { "Content-Type": contentType, "Content-Length": String(bytes.length) });
  exchange.write(bytes.subarray(0, bytes.length >> 1));
  // The half must be on its way before the connection is gone.
  setTimeout(exchange.reset, 20);
}
