import { AppError } from "../errors/app-error.ts";

/** An error as log fields: its code and remedy, and the same of all that caused it. */
export interface ErrorFields {
  /** Left out where only a text is known, as of a cause in another thread. */
  readonly name?: string;
  readonly message: string;
  readonly code?: string;
  readonly remedy?: string;
  /** Only of errors that are faults in this program; an AppError was expected. */
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

// A cause may be its own cause; nobody reads further than this.
const MAX_DEPTH = 8;

export function errorFields(thrown: unknown, depth = 0): ErrorFields {
  if (typeof thrown === "string") return { message: thrown };
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: String(thrown) };
  const { name, message, stack, cause } = thrown;
  const code: unknown = "code" in thrown ? thrown.code : undefined;
  return {
    name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    ...(thrown instanceof AppError ? { remedy: thrown.remedy } : {}),
    ...(thrown instanceof AppError || depth > 0 || stack === undefined ? {} : { stack }),
    ...(cause === undefined || depth === MAX_DEPTH ? {} : { cause: errorFields(cause, depth + 1) }),
  };
}
