import type { LogLine } from "@xp-tracker/testing";
import { samples, sumOf } from "./exposition.ts";

/** What can be seen of the services from outside at one moment. */
export interface Evidence {
  /** The exporter's `/metrics`. */
  readonly page: string;
  readonly exporterTelemetry: string;
  readonly pollerTelemetry: string;
  /** What both logged since the fault began. */
  readonly log: readonly LogLine[];
  /** What was changed in the cluster since the fault began is on the page. */
  readonly isFresh: boolean;
}

/** One way in which a fault is told. */
export interface Sign {
  readonly says: string;
  readonly seen: (now: Evidence, before: Evidence) => boolean;
}

type Telemetry = "exporterTelemetry" | "pollerTelemetry";
type Labels = Readonly<Record<string, string>>;

const withLabels = (family: string, labels: Labels): string =>
  `${family}{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}}`;

/** The page names sources as not up, with one of these classes of error, and itself as incomplete. */
export const sourcesDown = (...classes: readonly string[]): Sign => ({
  says: `xp_tracker_source_error is ${classes.join(" or ")}, xp_tracker_snapshot_complete is 0`,
  seen: ({ page }) =>
    classes.some((error) => samples(page, "xp_tracker_source_error", { error }).length > 0) &&
    sumOf(page, "xp_tracker_source_up") < samples(page, "xp_tracker_source_up").length &&
    sumOf(page, "xp_tracker_snapshot_complete") === 0,
});

/** A line in the log with one of these codes and a remedy. */
export const logged = (message: string, ...codes: readonly string[]): Sign => ({
  says: `the log says "${message}" with ${codes.join(" or ")} and a remedy`,
  seen: ({ log }) => log.some((line) => line.msg === message && codes.includes(codeOf(line)) && remedyOf(line) !== ""),
});

export const grows = (where: Telemetry, family: string, labels: Labels = {}): Sign => ({
  says: `${withLabels(family, labels)} grows`,
  seen: (now, before) => (sumOf(now[where], family, labels) || 0) > (sumOf(before[where], family, labels) || 0),
});

export const reads = (where: Telemetry, family: string, value: number): Sign => ({
  says: `${family} is ${value}`,
  seen: (now) => sumOf(now[where], family) === value,
});

/** The fault stops nothing: what changes meanwhile is served. */
export const staysFresh: Sign = {
  says: "what changes meanwhile is served",
  seen: ({ isFresh }) => isFresh,
};

interface LoggedError {
  readonly code?: string;
  readonly remedy?: string;
}

const errorOf = (line: LogLine): LoggedError | undefined => line["error"] as LoggedError | undefined;
const codeOf = (line: LogLine): string => errorOf(line)?.code ?? "";
const remedyOf = (line: LogLine): string => errorOf(line)?.remedy ?? "";

/** Lines about errors that nobody expected, or that do not say what to do. */
export const unexplained = (log: readonly LogLine[]): readonly LogLine[] =>
  log.filter(
    (line) =>
      line.msg === "fatal error" ||
      (errorOf(line) !== undefined && (codeOf(line) === "INTERNAL" || codeOf(line) === "" || remedyOf(line) === "")),
  );

/** The page is as new as the wall clock of the poller says, whatever that says. */
export const clockIsOff = (ms: number): Sign => ({
  says: `the snapshot's time is off by ${ms / 3_600_000} h`,
  seen: ({ page }) =>
    Math.abs(sumOf(page, "xp_tracker_snapshot_timestamp_seconds") * 1_000 - Date.now() - ms) < CLOCK_SLACK_MS,
});

const CLOCK_SLACK_MS = 60_000;

/** The poller could not persist: it could not write, or not see what lies there. */
export const notPersisted = (...codes: readonly string[]): readonly Sign[] => [
  grows("pollerTelemetry", "xp_tracker_persist_failures_total"),
  logged("snapshot not persisted", ...(codes.length === 0 ? ["SNAPSHOT_WRITE", "SNAPSHOT_READ"] : codes)),
];

/** The exporter could not restore. */
export const notRestored = (code = "SNAPSHOT_READ"): readonly Sign[] => [
  grows("exporterTelemetry", "xp_tracker_restore_failures_total", { code }),
  logged("snapshot cannot be read, what is served stays", code),
];
