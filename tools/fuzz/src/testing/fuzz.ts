import * as fc from "fast-check";
import { expect, it } from "vitest";

/** Cases of a target of usual cost: few enough for every run of the suite; `XP_FUZZ_RUNS` sets as many as you like. */
const usualCases = Number(process.env["XP_FUZZ_RUNS"] || 2_000);

/** Milliseconds that a target may take, on a machine that is busy with other things. */
const patienceMs = 120_000 + 50 * usualCases;

export interface FuzzTarget<Input> {
  readonly input: fc.Arbitrary<Input>;
  /** Throws where something does not hold. */
  readonly holds: (input: Input) => void | Promise<void>;
  /** What once failed; tried first. */
  readonly found?: readonly Input[];
  /** Cases for each usual one; below 1 for what costs more. */
  readonly share?: number;
}

/** A test that tries `target` with thousands of inputs, and says with how many. A failure names the seed that repeats it. */
export function fuzz<Input>(target: string, sentence: string, options: FuzzTarget<Input>): void {
  const { input, holds, found = [], share = 1 } = options;
  const numRuns = Math.max(found.length, Math.ceil(usualCases * share));
  it(
    `${target} ${sentence}`,
    async () => {
      let cases = 0;
      const property = fc.asyncProperty(input, async (one) => {
        cases += 1;
        await holds(one);
      });
      await fc.assert(property, { numRuns, examples: found.map((one): [Input] => [one]) });
      console.info(`fuzz ${target}: ${cases} cases`);
      expect(cases).toBeGreaterThanOrEqual(numRuns);
    },
    patienceMs,
  );
}
