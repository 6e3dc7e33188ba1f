import { AppError } from "./errors/app-error.ts";
import type { ErrorCode } from "./errors/error-codes.ts";
import type { LogFields } from "./log/log-fields.ts";
import type { Log } from "./log/log.ts";

/** What goes on failing, or works again. */
export interface Outage {
  /** Logs the first failure of each code since it last worked, and gives the code: `INTERNAL` for unknown errors. */
  readonly failed: (error: unknown) => ErrorCode;
  /** Logs the end of an outage. */
  readonly worked: () => void;
  /** The code of the last failure; `""` while it works. */
  readonly trouble: () => ErrorCode | "";
}

export interface OutageMessages {
  readonly level: "warn" | "error";
  readonly failed: string;
  readonly worked: string;
}

/** Makes a lasting outage two lines in the log, its begin and its end, however often it is noticed. */
export function outage(log: Log, messages: OutageMessages, fields: LogFields = {}): Outage {
  let trouble: ErrorCode | "" = "";
  return {
    failed: (error) => {
      const code = error instanceof AppError ? error.code : "INTERNAL";
      if (code !== trouble) log[messages.level](messages.failed, { ...fields, error });
      trouble = code;
      return code;
    },
    worked: () => {
      if (trouble !== "") log.info(messages.worked, fields);
      trouble = "";
    },
    trouble: () => trouble,
  };
}
