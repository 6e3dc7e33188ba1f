import type { KubeApiError } from "../api-error.ts";

export interface Health {
  /** A whole list was read. */
  listed(): void;
  readonly opened: () => void;
  /** An event or a bookmark came. */
  heard(): void;
  /** The watch ended; one that ended before it worked counts as a failure. */
  closed(): void;
  failed(error: KubeApiError): void;
  isOpen(): boolean;
  /** Failures in a row. */
  failures(): number;
  /** Until nothing was heard of the server for `graceMs`; 0 from then on. */
  graceLeftMs(): number;
  /** Why what is kept may be older than it should be; undefined while it is not. */
  error(): KubeApiError | undefined;
}

export interface HealthOptions {
  /** How long what is kept may be out of touch. */
  readonly graceMs: number;
  /** A watch that stayed open this long works. */
  readonly steadyMs: number;
}

/**
 * Whether what is kept can be trusted: as long as a watch is open and works, and for `graceMs` after it was last in touch
 * with the server. So it is never older than what a LIST every `graceMs` would give.
 */
export function health({ graceMs, steadyMs }: HealthOptions): Health {
  let failure: KubeApiError | undefined;
  let failures = 0;
  let touchedAt = -Infinity;
  let openSince: number | undefined;
  let spoke = false;

  const works = (): boolean => openSince !== undefined && (spoke || performance.now() - openSince >= steadyMs);

  const settle = (): void => {
    if (!works()) return;
    touchedAt = performance.now();
    failure = undefined;
    failures = 0;
  };

  const graceLeftMs = (): number => Math.max(0, touchedAt + graceMs - performance.now());

  return {
    listed() {
      touchedAt = performance.now();
      failure = undefined;
    },
    opened() {
      openSince = performance.now();
      spoke = false;
    },
    heard() {
      spoke = true;
    },
    closed() {
      if (!works()) failures += 1;
      settle();
      openSince = undefined;
    },
    failed(error) {
      failure = error;
      failures += 1;
    },
    isOpen: () => openSince !== undefined,
    failures: () => failures,
    graceLeftMs,
    error() {
      settle();
      return graceLeftMs() === 0 ? failure : undefined;
    },
  };
}
