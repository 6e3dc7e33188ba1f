import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { generatedPart, matrixMarkdown } from "./matrix/documented.ts";
import { faultNames, faults } from "./matrix/faults.ts";
import { rows } from "./rows.ts";

// The formatter aligns tables, and nothing else.
const unaligned = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/:?-{3,}:?|:-:/g, "---");

it("docs/reliability.md shows the fault matrix as it is (node tools/faults/src/main.ts --write)", async () => {
  const page = await readFile(new URL("../../../docs/reliability.md", import.meta.url), "utf8");
  expect(unaligned(generatedPart(page))).toBe(unaligned(matrixMarkdown(rows)));
});

it("every fault has a place in the order of columns", () => {
  expect(new Set(faultNames.map(String))).toEqual(new Set(Object.keys(faults)));
});
