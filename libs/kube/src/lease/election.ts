import { isDeepStrictEqual } from "node:util";
import type { Lease, LeaseRecord } from "./lease.ts";

/** Milliseconds. As in Kubernetes' own components: `durationMs > renewDeadlineMs > retryMs`. */
export interface LeaseTiming {
  /** How long a silent leader is waited for. */
  readonly durationMs: number;
  /** After this time without a renewal a leader takes itself for deposed; the rest to `durationMs` is for clocks. */
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
  /** Deadline of one request. */
  readonly requestMs: number;
}

/** The proportions of client-go's defaults: 15 s, 10 s, 2 s; 5 s for a request, as controller-runtime has it. */
export const leaseTiming = (durationMs: number): LeaseTiming => ({
  durationMs,
  renewDeadlineMs: Math.floor((durationMs * 2) / 3),
  retryMs: Math.floor((durationMs * 2) / 15),
  requestMs: Math.floor(durationMs / 3),
});

/** A Lease, and since when it has been what it is. */
export interface Observed {
  readonly lease: Lease | undefined;
  /** By the observer's own clock: those of other machines may differ by more than a Lease lasts. */
  readonly sinceMs: number;
}

/** Time counts anew only when the record has changed: a silent holder is one whose record stays. */
export const observe = (before: Observed | undefined, lease: Lease | undefined, nowMs: number): Observed =>
  before !== undefined && isDeepStrictEqual(before.lease?.record, lease?.record)
    ? { lease, sinceMs: before.sinceMs }
    : { lease, sinceMs: nowMs };

export interface Candidate {
  readonly identity: string;
  readonly durationMs: number;
}

export type Move =
  | { readonly kind: "create"; readonly record: LeaseRecord }
  /** Writes over a Lease that is free, expired or one's own. */
  | { readonly kind: "replace"; readonly base: Lease; readonly record: LeaseRecord }
  | { readonly kind: "wait"; readonly holder: string };

/** What a candidate does next. `nowMs` is the clock of {@link observe}, `dateMs` Unix milliseconds. */
export function nextMove({ lease, sinceMs }: Observed, candidate: Candidate, nowMs: number, dateMs: number): Move {
  if (lease === undefined) return { kind: "create", record: firstRecord(candidate, dateMs, 0) };
  const { record } = lease;
  if (record.holder === candidate.identity) return { kind: "replace", base: lease, record: renewed(lease, dateMs) };
  const isExpired = nowMs >= sinceMs + record.durationMs;
  return record.holder === "" || isExpired
    ? { kind: "replace", base: lease, record: firstRecord(candidate, dateMs, record.transitions + 1) }
    : { kind: "wait", holder: record.holder };
}

/** The record of a holder that is still there. */
export const renewed = ({ record }: Lease, dateMs: number): LeaseRecord => ({ ...record, renewedAt: dateMs });

/** The record that a holder leaves when it goes: others need not wait. One second, because zero is not valid. */
export const released = ({ record }: Lease, dateMs: number): LeaseRecord => ({
  holder: "",
  durationMs: 1000,
  acquiredAt: dateMs,
  renewedAt: dateMs,
  transitions: record.transitions,
});

const firstRecord = ({ identity, durationMs }: Candidate, dateMs: number, transitions: number): LeaseRecord => ({
  holder: identity,
  durationMs,
  acquiredAt: dateMs,
  renewedAt: dateMs,
  transitions,
});
