import { pino, stdTimeFunctions } from "pino";
import type { DestinationStream, Logger } from "pino";
import { prettyFactory } from "pino-pretty";
import { presentable } from "./log-fields.ts";
import type { LogFields } from "./log-fields.ts";
import type { LogFormat, LogLevel } from "./log-settings.ts";
import { redactUrlPasswords } from "./redact.ts";

/** One line per event: a constant message, and what varies as fields. Errors go into the field `error`. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log that adds these fields to every line. */
  child(fields: LogFields): Log;
}

export interface LogSettings {
  readonly service: string;
  readonly level?: LogLevel;
  readonly format?: LogFormat;
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

/** Keys and levels are those of Go's log/slog, as the original wrote them: time, level (INFO), msg. */
export function createLog({
  service,
  level = "info",
  format = "auto",
  destination = pino.destination({ sync: true }),
}: LogSettings): Log {
  const pretty = format === "pretty" || (format === "auto" && process.stdout.isTTY);
  const options = {
    level,
    base: { service },
    messageKey: "msg",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
  };
  return logOver(pino(options, pretty ? prettyOnto(destination) : destination));
}

const logOver = (logger: Logger): Log => ({
  debug: (message, fields) => logger.debug(presentable(fields), redactUrlPasswords(message)),
  info: (message, fields) => logger.info(presentable(fields), redactUrlPasswords(message)),
  warn: (message, fields) => logger.warn(presentable(fields), redactUrlPasswords(message)),
  error: (message, fields) => logger.error(presentable(fields), redactUrlPasswords(message)),
  child: (fields) => logOver(logger.child(presentable(fields))),
});

// The factory, not the stream: a line is then written before the call returns, also just before an exit.
function prettyOnto(destination: DestinationStream): DestinationStream {
  const format = prettyFactory({
    colorize: process.stdout.isTTY,
    messageKey: "msg",
    translateTime: "SYS:HH:MM:ss",
    ignore: "service",
    errorLikeObjectKeys: [],
  });
  return { write: (line) => destination.write(format(line)) };
}
