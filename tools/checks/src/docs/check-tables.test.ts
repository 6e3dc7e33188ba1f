import { expect, it } from "vitest";
import { tableDifferences } from "./check-tables.ts";

const table = {
  page: "docs/errors.md",
  what: "error codes",
  entries: new Map([
    ["PORT_IN_USE", ["The address is taken."]],
    ["INTERNAL", []],
  ]),
};
const page = "# Errors\n### `PORT_IN_USE`\nThe address is taken. Stop the other.\n## Ours\n### INTERNAL\nReport it.\n";

it("is content with a page that has a section for each entry, in any order", () => {
  expect(tableDifferences(table, page)).toEqual([]);
});

it.each([
  ["an entry without a section", page.replace("### INTERNAL", ""), "docs/errors.md: no section ### INTERNAL"],
  ["a section without an entry", `${page}### GONE\n`, "docs/errors.md: ### GONE is not one of the error codes"],
  ["a section that is there twice", `${page}### INTERNAL\n`, "docs/errors.md: ### INTERNAL is there twice"],
  [
    "a section that says something else",
    page.replace("is taken", "was taken"),
    'docs/errors.md: section ### PORT_IN_USE does not say "The address is taken."',
  ],
])("catches %s", (_what, markdown, problem) => {
  expect(tableDifferences(table, markdown)).toEqual([problem]);
});
