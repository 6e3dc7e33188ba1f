import type { SoakResult } from "./soak-result.ts";

/** How far a run is and what it has found, in one line. */
export function progressLine(result: SoakResult, ofMinutes: number): string {
  const { minutes, settled, faults, changes, scrapes, generation, findings } = result;
  const faultCount = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const found = findings.map(({ kind, count }) => `${count} ${kind}`).join(", ");
  return [
    `${minutes.toFixed(1)} of ${ofMinutes} min`,
    `${settled.length} settlings (last ${settled.at(-1)?.tookMs ?? 0} ms)`,
    `${faultCount} faults`,
    `${changes} changes`,
    `${scrapes.total} scrapes (${scrapes.failed} failed)`,
    `generation ${generation}`,
    `found: ${found === "" ? "nothing" : found}`,
  ].join(", ");
}
