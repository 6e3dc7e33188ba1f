import { familiesOf } from "./families-option.ts";
import { familySets, labelsOf } from "./family.ts";
import type { FamilySet } from "./family.ts";
import {
  commonFamilies,
  followFamilies,
  leaderFamilies,
  pollerFamilies,
  servingFamilies,
} from "../process/process-families.ts";
import type { ProcessFamily } from "../process/process-families.ts";

/** What `docs/metrics.md` must say of a family. */
export interface FamilyDoc {
  readonly name: string;
  readonly type: "gauge" | "counter" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  readonly set: FamilySet | "process";
}

/** Every family, in the order of the page; a name can be there twice, in two sets that exclude each other. */
export const familyDocs: readonly FamilyDoc[] = [
  ...familiesOf(familySets).map((family): FamilyDoc => ({
    name: family.name,
    type: "gauge",
    help: family.help,
    labels: labelsOf(family),
    set: family.set,
  })),
  ...[commonFamilies, pollerFamilies, leaderFamilies, followFamilies, servingFamilies]
    .flatMap((families): readonly ProcessFamily[] => Object.values(families))
    .map(({ name, type, help, labels }): FamilyDoc => ({ name, type, help, labels, set: "process" })),
];
