import type { ErrorClass } from "@xp-tracker/crossplane";
import { AppError } from "@xp-tracker/runtime";

/** Why a request failed; unlike a source's error it is never `""`. */
export type FailureClass = Exclude<ErrorClass, "">;

export interface FailureFacts {
  readonly errorClass: FailureClass;
  /** `undefined` when no response came. */
  readonly httpStatus?: number | undefined;
  /** What the server's Retry-After asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The answer exceeded the body limit; a smaller page may fit. */
  readonly tooLarge?: boolean;
  readonly cause?: unknown;
}

/** A request to the Kubernetes API that failed, classified so that it fits a metric label. */
export class KubeApiError extends AppError {
  readonly errorClass: FailureClass;
  readonly httpStatus: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly tooLarge: boolean;

  constructor(message: string, facts: FailureFacts) {
    super("KUBE_API", message, { remedy: remedies[facts.errorClass], cause: facts.cause });
    this.name = "KubeApiError";
    this.errorClass = facts.errorClass;
    this.httpStatus = facts.httpStatus;
    this.retryAfterMs = facts.retryAfterMs;
    this.tooLarge = facts.tooLarge ?? false;
  }
}

const remedies: Readonly<Record<FailureClass, string>> = {
  unauthorized: "Check that the credentials are valid and not expired.",
  forbidden: "Grant get, list and watch on this resource to the poller's service account.",
  not_found: "Check that the type is installed and served in this version.",
  expired: "Nothing: the list starts again in the next poll cycle.",
  throttled: "Lower LIST_CONCURRENCY or raise POLL_INTERVAL_SECONDS, or give the exporter a flow schema of its own.",
  server_error: "Look at the API server's log; the next poll cycle tries again.",
  timeout: "Check the API server's load and the network, or raise KUBE_REQUEST_TIMEOUT_SECONDS.",
  network: "Check that the API server's address can be reached and that its certificate is trusted.",
  malformed: "Check that the address is a Kubernetes API server, and that no proxy rewrites its answers.",
};

const classOfStatus: Readonly<Record<number, FailureClass>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  410: "expired",
  429: "throttled",
  504: "timeout",
};

/** The class of a status that is not 2xx. */
export const failureOfStatus = (status: number): FailureClass =>
  classOfStatus[status] ?? (status >= 500 ? "server_error" : "malformed");

/**
 * The text of an error body. API servers answer with a JSON Status, with a Status that lacks its kind and is sent as
 * text/plain, or with plain text; proxies between answer with anything.
 */
export function messageOfBody(body: string): string {
  const text = body.trim();
  if (text.startsWith("{")) {
    try {
      const { message } = JSON.parse(text) as { message?: unknown };
      if (typeof message === "string" && message !== "") return shorten(message);
    } catch {
      // Not JSON after all: the text itself says more than the parser's complaint.
    }
  }
  return shorten(text);
}

const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** Milliseconds that a Retry-After header asks for (seconds or an HTTP date); undefined when absent or unreadable. */
export function retryAfterMsOf(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
