/** Random numbers that a seed decides: the same seed, the same numbers. */
export interface Random {
  /** From 0 up to 1. */
  readonly next: () => number;
  /** A whole number from 0 up to `count`, which it never is. */
  readonly below: (count: number) => number;
  readonly between: (least: number, most: number) => number;
  readonly chance: (share: number) => boolean;
  /** @throws for an empty list */
  readonly pick: <T>(items: readonly T[]) => T;
  /** Others that this one's state decides, so that two users of them do not disturb each other. */
  readonly fork: () => Random;
}

/** mulberry32, by Tommy Ettinger: small, fast, and good enough for tests. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (least, most) => least + next() * (most - least),
    chance: (share) => next() < share,
    pick: (items) => {
      if (items.length === 0) throw new Error("nothing to pick from");
      return items[below(items.length)] as (typeof items)[number];
    },
    fork: () => seeded(below(2 ** 32)),
  };
}
