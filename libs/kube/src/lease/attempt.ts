import { nextMove, observe, released, renewed } from "./election.ts";
import type { Candidate, Observed } from "./election.ts";
import type { LeaseAccess, LeaseWrite } from "./lease-access.ts";
import type { Lease } from "./lease.ts";

type Attempt =
  /** `sinceMs` is from before the write: others count from after it. */
  | { readonly kind: "held"; readonly lease: Lease; readonly sinceMs: number }
  | { readonly kind: "other"; readonly holder: string }
  /** Somebody wrote in between; the next attempt sees what. */
  | { readonly kind: "raced" };

export interface Clock {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Unix milliseconds, for what people read. */
  readonly date: () => number;
}

export interface Attempts {
  /** Tries once to become or stay the holder. @throws KubeApiError, and the signal's reason */
  readonly attempt: (signal: AbortSignal) => Promise<Attempt>;
  /** Leaves the Lease to others if it is held and nobody else has written. @throws KubeApiError */
  readonly release: (signal: AbortSignal) => Promise<void>;
}

/** A write that has begun is seen through to its own deadline, so that it is known whether the Lease is held. */
const notCancelled = new AbortController().signal;

/** What one candidate knows of the Lease, from attempt to attempt. */
export function attempts(access: LeaseAccess, candidate: Candidate, clock: Clock): Attempts {
  let observed: Observed | undefined;
  const see = (lease: Lease | undefined): Observed => (observed = observe(observed, lease, clock.now()));

  const outcome = (write: LeaseWrite, sinceMs: number): Attempt | undefined => {
    if (write.kind === "conflict") return undefined;
    see(write.lease);
    return { kind: "held", lease: write.lease, sinceMs };
  };

  /** One request in place of two, as long as nobody else has written. */
  const renew = async (sinceMs: number): Promise<Attempt | undefined> => {
    const { lease } = observed ?? {};
    if (lease?.record.holder !== candidate.identity) return undefined;
    return outcome(await access.replace(lease, renewed(lease, clock.date()), notCancelled), sinceMs);
  };

  return {
    attempt: async (signal) => {
      const startedAt = clock.now();
      const held = await renew(startedAt);
      if (held !== undefined) return held;

      const move = nextMove(see(await access.read(signal)), candidate, clock.now(), clock.date());
      if (move.kind === "wait") return { kind: "other", holder: move.holder };
      const sinceMs = clock.now();
      const write =
        move.kind === "create"
          ? await access.create(move.record, notCancelled)
          : await access.replace(move.base, move.record, notCancelled);
      return outcome(write, sinceMs) ?? { kind: "raced" };
    },
    release: async (signal) => {
      const { lease } = observed ?? {};
      if (lease?.record.holder !== candidate.identity) return;
      observed = undefined;
      await access.replace(lease, released(lease, clock.date()), signal);
    },
  };
}
