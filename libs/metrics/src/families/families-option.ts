import type { Parsed } from "@xp-tracker/crossplane";
import { compatFamilies } from "./compat-families.ts";
import { compositionFamilies } from "./composition-families.ts";
import { familySets } from "./family.ts";
import type { Family, FamilySet } from "./family.ts";
import { packageFamilies } from "./package-families.ts";
import { resourceFamilies } from "./resource-families.ts";
import { sourceFamilies } from "./source-families.ts";
import { summaryFamilies } from "./summary-families.ts";

/** The value of `METRICS_FAMILIES` where it is not set. */
export const defaultFamilySets = "summary,resource,package";

const familiesBySet: Readonly<Record<FamilySet, readonly Family[]>> = {
  source: sourceFamilies,
  summary: summaryFamilies,
  package: packageFamilies,
  resource: [...compositionFamilies, ...resourceFamilies],
  "xp-tracker-0.3": compatFamilies,
};

/**
 * Parses `METRICS_FAMILIES`: a comma-separated list of set names; empty means the default.
 * `source` is always part of the result, because a page must say how old and how complete it is.
 */
export function parseFamilySets(text: string): Parsed<readonly FamilySet[]> {
  const named = names(text);
  const wanted = new Set<string>(named.length === 0 ? names(defaultFamilySets) : named);
  const unknown = [...wanted].filter((name) => !isFamilySet(name));
  if (unknown.length > 0) {
    return { ok: false, reason: `${quoted(unknown)} is not one of ${familySets.join(", ")}` };
  }
  if (wanted.has("summary") && wanted.has("xp-tracker-0.3")) {
    return {
      ok: false,
      reason: "summary and xp-tracker-0.3 exclude each other: their families have the same names and other labels",
    };
  }
  return { ok: true, value: familySets.filter((set) => set === "source" || wanted.has(set)) };
}

/** The families of the given sets, in the order of the page: the facts about the snapshot first, single objects last. */
export const familiesOf = (sets: readonly FamilySet[]): readonly Family[] =>
  familySets.filter((set) => sets.includes(set)).flatMap((set) => familiesBySet[set]);

const names = (text: string): readonly string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const isFamilySet = (name: string): name is FamilySet => familySets.some((set) => set === name);

const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(", ");
