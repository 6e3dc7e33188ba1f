import { afterAll, vi } from "vitest";

interface Stoppable {
  stop(): Promise<unknown>;
}

/** What processes may take to start and to answer on a busy machine. */
const TEST_TIMEOUT_MS = 120_000;

/** Keeps what a test file starts and stops it in reverse order after the last test; gives the tests time for processes. */
export function stopsAtEnd(): <T extends Stoppable>(part: T) => T {
  vi.setConfig({ testTimeout: TEST_TIMEOUT_MS });
  const parts: Stoppable[] = [];
  afterAll(async () => {
    for (const part of parts.toReversed()) await part.stop();
  });
  return (part) => {
    parts.push(part);
    return part;
  };
}
