import { AppError } from "@xp-tracker/runtime";
import type { ErrorCode } from "@xp-tracker/runtime";

const remedies = [
  {
    pattern: /^(NOAUTH|WRONGPASS|ERR AUTH)|invalid password/,
    remedy: "Check the user in REDIS_URL, and the password there or in REDIS_PASSWORD_FILE.",
  },
  {
    pattern: /^NOPERM/,
    remedy:
      "Grant the user the channel and the command: ACL SETUSER <user> &<channel> +publish (poller), +subscribe (exporter).",
  },
  {
    pattern: /^(ENOENT|EACCES)/,
    remedy: "Check REDIS_CA_FILE and REDIS_PASSWORD_FILE: they are read for each connection.",
  },
  {
    pattern: /certificate|self[- ]signed/i,
    remedy: "Trust the certificate of Redis: name its authority in REDIS_CA_FILE, and the host as in the certificate.",
  },
] as const;

const fallback = "Check REDIS_URL and the network; until then the timer alone drives refreshes.";

/** A fault of Redis as an AppError whose cause is a clean copy. */
export function redisFault(code: ErrorCode, message: string, thrown: unknown): AppError {
  const reason = reasonOf(thrown);
  const remedy = remedies.find(({ pattern }) => pattern.test(reason))?.remedy ?? fallback;
  return new AppError(code, message, { remedy, cause: new Error(reason) });
}

/** Not the error itself: ioredis hangs the command and its arguments on it, and those of AUTH are the password. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map((error) => reasonOf(error)).join(", ");
  return thrown instanceof Error ? thrown.message : String(thrown);
}
