import { afterAll } from "vitest";

interface Stoppable {
  stop(): Promise<unknown>;
}

/** Keeps what a test file starts and stops it in reverse order after the last test. */
export function stopsAtEnd(): <T extends Stoppable>(part: T) => T {
  const parts: Stoppable[] = [];
  afterAll(async () => {
    for (const part of parts.toReversed()) await part.stop();
  });
  return (part) => {
    parts.push(part);
    return part;
  };
}
