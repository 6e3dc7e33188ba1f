import { setTimeout as sleep } from "node:timers/promises";
import { attempts } from "./attempt.ts";
import type { Attempts, Clock } from "./attempt.ts";
import type { LeaseTiming } from "./election.ts";
import type { LeaseAccess } from "./lease-access.ts";
import { startTerm, takenBy } from "./term.ts";
import type { RunningTerm, Term } from "./term.ts";

/** What happens to a candidate. */
export interface ElectionEvents {
  /** Another one leads; told once for each holder and wait. */
  readonly waiting: (holder: string) => void;
  readonly elected: () => void;
  /** The term is over while the process goes on. */
  readonly lost: (reason: unknown) => void;
  /** The Lease could not be read, taken, renewed or released this time. */
  readonly failed: (error: unknown) => void;
  /** It could. */
  readonly worked: () => void;
}

export interface ElectionOptions {
  readonly access: LeaseAccess;
  /** Unique to this process. */
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly events: ElectionEvents;
  /** Failures that no further attempt will change: the election ends with them. */
  readonly isHopeless?: (error: unknown) => boolean;
  readonly clock?: Clock;
  /** From 0 to below 1, as `Math.random`. */
  readonly random?: () => number;
}

/** What a process does in each of its roles. */
export interface Roles {
  /** Ends soon after the signal of the term, or that of the process, aborts; the Lease is renewed until then. */
  readonly lead: (term: Term) => Promise<void>;
  /** Ends soon after its signal aborts; whoever is elected leads only then. Never rejects. */
  readonly follow?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

const systemClock: Clock = { now: () => performance.now(), date: () => Date.now() };

/**
 * Takes part in an election until `signal` aborts or `lead` ends by itself: leads while it holds the Lease, follows
 * otherwise. The semantics are those of client-go. @throws what `lead` throws, and a hopeless error
 */
export async function runElection(options: ElectionOptions, roles: Roles, signal: AbortSignal): Promise<void> {
  const { access, identity, timing, events, clock = systemClock } = options;
  const candidate = attempts(access, { identity, durationMs: timing.durationMs }, clock);

  while (!signal.aborted) {
    const elected = new AbortController();
    const followed = roles.follow?.(AbortSignal.any([signal, elected.signal]));
    const sinceMs = await acquire(candidate, options, signal).finally(() => elected.abort());
    if (sinceMs === undefined) return await followed;
    const term = startTerm(clock.now, timing.renewDeadlineMs);
    term.extend(sinceMs);
    events.elected();
    const lead = async (): Promise<void> => {
      await followed;
      if (!term.signal.aborted && !signal.aborted) await roles.lead(term);
    };
    await renewDuring(lead(), term, candidate, options).finally(term.end);
    if (!term.signal.aborted) return;
    if (!signal.aborted) events.lost(term.signal.reason);
  }
}

/** Waits for the Lease; when it was held, or undefined when `signal` aborts before. */
async function acquire(
  candidate: Attempts,
  { timing, events, isHopeless, random = Math.random }: ElectionOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  let told: string | undefined;
  while (!signal.aborted) {
    try {
      const attempt = await candidate.attempt(signal);
      events.worked();
      if (attempt.kind === "held") return attempt.sinceMs;
      if (attempt.kind === "other" && attempt.holder !== told) events.waiting((told = attempt.holder));
    } catch (error) {
      if (signal.aborted) return undefined;
      if (isHopeless?.(error) === true) throw error;
      events.failed(error);
    }
    // client-go's jitter: candidates that wait for the same Lease spread.
    await rest(timing.retryMs * (1 + 1.2 * random()), signal);
  }
  return undefined;
}

/** Renews the Lease while `leading` goes on, and leaves it to others at its end. @throws what `leading` throws */
async function renewDuring(
  leading: Promise<void>,
  term: RunningTerm,
  candidate: Attempts,
  { timing, events }: ElectionOptions,
): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  leading.then(end, end);
  const over = AbortSignal.any([ended.signal, term.signal]);
  try {
    for (await rest(timing.retryMs, over); !over.aborted; await rest(timing.retryMs, over)) {
      try {
        const attempt = await candidate.attempt(over);
        events.worked();
        if (attempt.kind === "held") term.extend(attempt.sinceMs);
        if (attempt.kind === "other") term.lose(takenBy(attempt.holder));
      } catch (error) {
        if (!over.aborted) events.failed(error);
      }
    }
    await leading;
  } finally {
    if (!term.signal.aborted) await candidate.release(AbortSignal.timeout(timing.retryMs)).catch(events.failed);
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
