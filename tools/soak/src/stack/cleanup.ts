/** Keeps how to stop what was started, and stops it in reverse order. */
export interface Cleanup {
  readonly own: <T extends { stop(): Promise<unknown> }>(part: T) => T;
  readonly stop: () => Promise<void>;
}

export function cleanup(): Cleanup {
  const parts: { stop(): Promise<unknown> }[] = [];
  return {
    own: (part) => {
      parts.push(part);
      return part;
    },
    stop: async () => {
      for (const part of parts.toReversed()) await part.stop();
    },
  };
}
