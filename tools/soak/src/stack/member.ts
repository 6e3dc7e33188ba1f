import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { shippedProgram, startService } from "@xp-tracker/testing";
import type { App, AppEnvironment, AppExit, RunningService } from "@xp-tracker/testing";
import type { Findings } from "../report/findings.ts";
import { logReader } from "./log-reader.ts";

/** One process of the stack from its start to its end. */
export interface Life {
  readonly name: string;
  readonly pid: number;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

/** A service of the stack, on the same ports in all its lives. */
export interface Member {
  readonly name: string;
  /** `""` for a poller. */
  readonly url: string;
  /** Undefined while it does not run. */
  readonly life: () => Life | undefined;
  /** Whether it said last that it leads. */
  readonly leads: () => boolean;
  /** The life that can answer now: started, not told to end, not paused. */
  readonly answering: () => Life | undefined;
  readonly start: () => Promise<void>;
  /** Ends it with this signal; resolves when it is gone. */
  readonly end: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
  /** Has it collect all its garbage, soon. */
  readonly collect: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** As SIGTERM does. */
  readonly stop: () => Promise<void>;
}

/** What a poller logs when it begins to lead, and when it ends. */
const LEADING = "leading";
const ROLES: ReadonlySet<string> = new Set([LEADING, "no longer leading"]);

export interface MemberOptions {
  readonly name: string;
  readonly app: App;
  readonly url: string;
  readonly environment: AppEnvironment;
  readonly findings: Findings;
  /** A folder for what each life printed; `""` keeps none. */
  readonly logs: string;
}

export function member({ name, app, url, environment, findings, logs }: MemberOptions): Member {
  let running: { readonly service: RunningService; readonly life: Life } | undefined;
  let isAnswering = false;
  let isEnding = false;

  const start = async (): Promise<void> => {
    const service = await startService(app, environment, await shippedProgram(app));
    const life = { name, pid: service.pid, startedAt: Date.now() };
    running = { service, life };
    [isAnswering, isEnding] = [true, false];
    const onEnd = ({ code, signal }: AppExit): void => {
      running = undefined;
      isAnswering = false;
      if (logs !== "") writeFileSync(join(logs, `${name}-${life.pid}.log`), service.output());
      for (const line of logReader(service))
        findings.add("output that is no log line, or a fatal one", `${name}: ${line}`);
      const how = signal ?? `code ${code}`;
      if (!isEnding) findings.add("unasked exits", `${name} (${life.pid}) ended with ${how}`);
      else if (signal === null && code !== 0)
        findings.add("exits that were not clean", `${name} after SIGTERM: ${how}`);
    };
    void service.exited.then(onEnd);
  };
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (running === undefined) return;
    const { service } = running;
    [isAnswering, isEnding] = [false, true];
    if (signal === "SIGKILL") service.kill(signal);
    await (signal === "SIGTERM" ? service.stop() : service.exited);
  };
  return {
    name,
    url,
    life: () => running?.life,
    leads: () => running?.service.log.findLast(({ msg }) => ROLES.has(msg))?.msg === LEADING,
    answering: () => (isAnswering ? running?.life : undefined),
    start,
    end,
    stop: () => end("SIGTERM"),
    collect: () => running?.service.kill("SIGUSR2"),
    pause: () => {
      isAnswering = false;
      running?.service.kill("SIGSTOP");
    },
    resume: () => {
      running?.service.kill("SIGCONT");
      isAnswering = running !== undefined && !isEnding;
    },
  };
}
