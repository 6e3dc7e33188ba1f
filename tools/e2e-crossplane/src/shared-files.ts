import { sharedPath } from "@xp-tracker/testing";

/** Folders of recordings and real input, which are not part of this repository. */
export const GOLDEN = "golden/xp-tracker-0.3.0";
export const CROSSPLANE = "fixtures/crossplane";
export const goldenFolder = sharedPath(GOLDEN);
export const crossplaneFolder = sharedPath(CROSSPLANE);

/** For the title of a test: what is missing. */
export const because = (...reasons: readonly (string | undefined)[]): string => {
  const given = reasons.filter((reason) => reason !== undefined);
  return given.length === 0 ? "" : ` (skipped: ${given.join(", ")})`;
};
