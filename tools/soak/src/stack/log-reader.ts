import type { RunningService } from "@xp-tracker/testing";

const FATAL = new Set(["fatal error", "stopped before everything had ended"]);

/** Lines that a service must never print: what is no log line (a stack trace, a warning of Node), and fatal errors. */
export function logReader({ output, log }: Pick<RunningService, "output" | "log">): readonly string[] {
  const strange = output()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("{"));
  return [...strange, ...log.filter(({ msg }) => FATAL.has(msg)).map((line) => JSON.stringify(line))];
}
