import { median } from "./findings.ts";

/**
 * Runs all ways of doing the same in turn, again and again, so that what else the machine does meets all alike.
 * @returns the median of each figure of each way
 */
export async function interleaved<K extends string, F extends string>(
  repeats: number,
  ways: Readonly<Record<K, () => Promise<Readonly<Record<F, number>>>>>,
): Promise<Readonly<Record<K, Readonly<Record<F, number>>>>> {
  const entries = Object.entries<() => Promise<Readonly<Record<F, number>>>>(ways);
  const seen = new Map<string, Readonly<Record<F, number>>[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < repeats; round += 1) {
    for (const [name, way] of entries) seen.get(name)?.push(await way());
  }
  const medians = entries.map(([name]) => [name, mediansOf(seen.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Readonly<Record<K, Readonly<Record<F, number>>>>;
}

function mediansOf<F extends string>(results: readonly Readonly<Record<F, number>>[]): Readonly<Record<F, number>> {
  const keys = Object.keys(results[0] ?? {}) as F[];
  return Object.fromEntries(keys.map((key) => [key, median(results.map((result) => result[key]))])) as Record<
    F,
    number
  >;
}
