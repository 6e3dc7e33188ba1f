interface Stoppable {
  readonly stop: () => Promise<unknown>;
}

/** Starts parts one after the other with `keep`, and stops them in reverse order: when one cannot start, or at the end. */
export async function startTogether<T>(
  start: (keep: <P extends Stoppable>(part: P) => P) => Promise<T>,
): Promise<T & { readonly stop: () => Promise<void> }> {
  const parts: Stoppable[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.splice(0).toReversed()) await part.stop();
  };
  const keep = <P extends Stoppable>(part: P): P => {
    parts.push(part);
    return part;
  };
  try {
    return { ...(await start(keep)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
