import { familyDocs } from "@xp-tracker/metrics";
import { errorCodes } from "@xp-tracker/runtime";
import type { DocumentedTable } from "./check-tables.ts";

/** The tables of the code that have a page with one section for each entry. */
export const documentedTables: readonly DocumentedTable[] = [
  {
    page: "docs/metrics.md",
    what: "metric families",
    entries: new Map(familyDocs.map(({ name, labels }) => [name, labels.map((label) => `\`${label}\``)])),
  },
  {
    page: "docs/errors.md",
    what: "error codes",
    entries: new Map(Object.entries(errorCodes).map(([code, meaning]) => [code, [meaning]])),
  },
];
