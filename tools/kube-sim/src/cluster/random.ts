import { seeded } from "@xp-tracker/testing";
import type { Random } from "@xp-tracker/testing";

/** Random numbers and what Kubernetes makes of them: the same seed makes the same platform. */
export interface KubeRandom extends Random {
  /** Lower-case letters and digits, as Kubernetes' generated names end in. */
  readonly suffix: (length: number) => string;
  readonly uuid: () => string;
}

const NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";

export function kubeRandom(seed: number): KubeRandom {
  const random = seeded(seed);
  const hex = (): string =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return {
    ...random,
    suffix: (length) => Array.from({ length }, () => NAME_CHARACTERS[random.below(NAME_CHARACTERS.length)]).join(""),
    uuid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}
