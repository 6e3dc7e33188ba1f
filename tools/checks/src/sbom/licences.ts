import type { ProductionPackage } from "./production-packages.ts";

/** Licences that ask for no more than to be named: with them an image can be passed on under ours. */
const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
]);

/** One sentence for each package whose licence is not known to be allowed. */
export const licenceProblems = (packages: readonly ProductionPackage[]): readonly string[] =>
  packages
    .filter(({ license }) => !isAllowed(license))
    .map(({ name, version, license }) => `${name} ${version}: ${license || "no licence"} is not on the list`);

/** Of an SPDX expression: one of what OR joins is enough, all of what AND joins is needed. */
export const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((licence) => allowed.has(licence.trim())));

/** The packages by licence, for people: `docs` of what an image brings along. */
export function licenceList(packages: readonly ProductionPackage[]): string {
  const byLicence = Map.groupBy(packages, ({ license }) => license);
  const section = ([licence, those]: [string, readonly ProductionPackage[]]): string => {
    const lines = those.map(({ name, version }) => `- ${name} ${version}`);
    return `## ${licence}\n\n${[...new Set(lines)].toSorted().join("\n")}\n`;
  };
  const sections = [...byLicence].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(section);
  return `# Licences of what the images hold\n\n${sections.join("\n")}`;
}
