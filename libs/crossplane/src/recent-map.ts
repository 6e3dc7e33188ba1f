/** A map by texts that forgets what nobody has asked for in a while. */
export interface RecentMap<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
}

export interface RecentMapOptions {
  /** When so many were put in, the turn comes before its time: at most twice as many are held. */
  readonly limit: number;
  /** Milliseconds on a clock that does not jump. */
  readonly now?: () => number;
}

/** What was not asked for in this time, or twice that, is forgotten. */
const FORGOTTEN_AFTER_MS = 600_000;

/**
 * It can live as long as the process: two maps take turns, and what is asked for moves to the newer one. A clock for each
 * entry would cost more than the entries of most of its users.
 */
export function recentMap<V>({ limit, now = () => performance.now() }: RecentMapOptions): RecentMap<V> {
  let [recent, older] = [new Map<string, V>(), new Map<string, V>()];
  let turnedAt = now();
  const set = (key: string, value: V): void => {
    if (recent.size >= limit || now() - turnedAt >= FORGOTTEN_AFTER_MS) {
      [recent, older] = [new Map(), recent];
      turnedAt = now();
    }
    recent.set(key, value);
  };
  return {
    get: (key) => {
      const value = recent.get(key);
      if (value !== undefined) return value;
      const aged = older.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
  };
}
