/** A seeded stream of numbers: the same seed makes the same platform. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  /** Lower-case letters and digits, as Kubernetes' generated names end in. */
  readonly suffix: (length: number) => string;
  readonly uuid: () => string;
}

const NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";

/** mulberry32, by Tommy Ettinger: small, fast, good enough for names and fates. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => word() / 2 ** 32;
  const below = (limit: number): number => Math.floor(next() * limit);
  const hex = (): string => word().toString(16).padStart(8, "0");
  return {
    next,
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    chance: (probability) => next() < probability,
    suffix: (length) => Array.from({ length }, () => NAME_CHARACTERS[below(NAME_CHARACTERS.length)]).join(""),
    uuid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}
