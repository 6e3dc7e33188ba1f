import type { ErrorCode } from "./error-codes.ts";

/** A fault with a stable code, a cause and a remedy: what went wrong, why, and what to do about it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** One imperative sentence for the operator. */
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: { readonly remedy: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** The text of anything that was thrown, with the chain of causes: `a: b: c`. */
export function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? "" : errorText(thrown.cause);
  return cause === "" || thrown.message.includes(cause) ? thrown.message : `${thrown.message}: ${cause}`;
}
