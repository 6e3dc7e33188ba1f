import { AppError } from "@xp-tracker/runtime";
import { UNUSABLE_PROXY } from "./proxying-handler.ts";

/** The HTTP status that the server answered with; undefined if it did not answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode;
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** "No such key" only: a bucket that does not exist is a mistake, not an empty store. */
export const isNoSuchKey = (error: unknown): boolean =>
  statusOf(error) === 404 && (nameOf(error) === "NoSuchKey" || nameOf(error) === "NotFound");

/**
 * {@link isNoSuchKey}, or what S3 says of it to those who may not list the bucket. Of an object that mostly is not there it
 * must be no fault.
 */
export const isNotThere = (error: unknown): boolean => isNoSuchKey(error) || statusOf(error) === 403;

/** Losers of a race between conditional writes get 412, or 409 while the other write is under way. */
export const isConditionFailed = (error: unknown): boolean => [409, 412].includes(statusOf(error) ?? 0);

/**
 * Whether another attempt may help: a connection that broke, overload, or a clock that the SDK has just learned to correct.
 * Who let a deadline pass would let the next one pass too, while a cycle or a refresh waits; those come again anyway.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof AppError) return error.code !== "DEADLINE_EXCEEDED";
  if (nameOf(error) === "CredentialsProviderError" || codeOf(error) === UNUSABLE_PROXY) return false;
  if (nameOf(error) === "RequestTimeTooSkewed") return true;
  const status = statusOf(error);
  return status === undefined || status === 429 || (status >= 500 && status !== 501);
}

const noCredentials =
  "Give credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a shared profile, or a role for the pod or machine.";
const oldCredentials = "Renew the credentials, or use a role, whose credentials renew themselves.";

const remediesByName: Readonly<Record<string, string>> = {
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  ExpiredToken: oldCredentials,
  ExpiredTokenException: oldCredentials,
  InvalidToken: oldCredentials,
  RequestTimeTooSkewed: "Set the clock of this machine: it is more than 15 minutes off.",
};

const remediesByStatus: Readonly<Record<number, string>> = {
  301: "Set S3_REGION to the region of the bucket.",
  400: "Check S3_REGION and S3_ENDPOINT.",
  403: "Check the credentials, and that they allow s3:GetObject and s3:PutObject on the prefix and s3:ListBucket on the bucket.",
  404: "Check S3_BUCKET and S3_ENDPOINT.",
};

const remediesByCode: Readonly<Record<string, string>> = {
  [UNUSABLE_PROXY]: "Give HTTPS_PROXY and HTTP_PROXY as http or https URLs, or name the server in NO_PROXY.",
  ERR_PROXY_TUNNEL: "Check HTTPS_PROXY, and what the proxy lets through, or name the server in NO_PROXY.",
};

const distrust =
  "Name the authority of the server's certificate in S3_CA_FILE, and the server as its certificate does in S3_ENDPOINT.";

/** The server's certificate is not one that we trust, or not this server's. */
const isDistrust = (error: unknown): boolean => error instanceof Error && /certificate/i.test(error.message);

/** An error of the SDK as a fault of ours. What an abort or an AppError says is passed on as it is. */
export function s3Fault(
  code: "SNAPSHOT_READ" | "SNAPSHOT_WRITE",
  location: string,
  error: unknown,
  signal: AbortSignal,
): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof AppError && error.code !== "DEADLINE_EXCEEDED") return error;
  const [verb, retried] = code === "SNAPSHOT_READ" ? ["read", "refresh"] : ["write", "poll cycle"];
  return new AppError(code, `cannot ${verb} ${location}`, {
    cause: error instanceof AppError ? error : withoutExtras(error),
    remedy:
      remediesByName[nameOf(error)] ??
      remediesByCode[String(codeOf(error))] ??
      (isDistrust(error) ? distrust : undefined) ??
      remediesByStatus[statusOf(error) ?? 0] ??
      `Check that S3 can be reached; the next ${retried} tries again.`,
  });
}

/** SDK errors carry the request with its signature; only name, status and message go on. */
function withoutExtras(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const status = statusOf(error);
  const words = [
    nameOf(error),
    status === undefined ? "" : `HTTP ${status}`,
    uninformative.has(message) ? "" : message,
  ];
  return new Error(words.filter((word) => word !== "").join(", "));
}

const uninformative: ReadonlySet<string> = new Set(["", "UnknownError"]);
