import type { Config, ErrorCode, GzipSegment, LogFormat, LogLevel } from "@xp-tracker/runtime";
import type { RenderedMetrics } from "../render/rendered.ts";

/** What the render thread is started with. */
export interface ThreadSettings extends Pick<
  Config,
  "store" | "clusterName" | "snapshotMaxBytes" | "snapshotMaxRows" | "metricsFamilies"
> {
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** `look`: is there a newer snapshot? One at a time. `abort`: give the look under way up. `end`: that, and end the thread. */
export type Order = "look" | "abort" | "end";

export type Report =
  | { readonly kind: "started"; readonly location: string }
  | { readonly kind: "looked"; readonly found: Found }
  /** Follows every `looked` that found a snapshot. */
  | { readonly kind: "bookkeeping"; readonly bookkeeping: GzipSegment }
  /** An expected failure, as the parts of an `AppError`: classes do not survive the way between threads. */
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly remedy: string;
      readonly cause: string | undefined;
    };

/** Durations are milliseconds. */
export type Found =
  | { readonly kind: "unchanged" | "absent"; readonly restoreMs: number }
  | {
      readonly kind: "restored";
      readonly restoreMs: number;
      readonly renderMs: number;
      readonly rendered: RenderedMetrics;
    };
