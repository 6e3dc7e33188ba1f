import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const pageUrl = new URL("../../../docs/differences.md", import.meta.url);
const page = readFileSync(pageUrl, "utf8");

/** Defects of the original that are known. */
const DEFECTS = 45;

const pins = Array.from(
  page.matchAll(/\[[^\]]+\]\(([^)]+\.ts)\)(?:(?:, | and )"([^"]+)")?/g),
  ([, path = "", title]) => ({ path, title }),
);

describe("docs/differences.md", () => {
  it("says of every known defect what is done about it", () => {
    const named = Array.from(page.matchAll(/\((\d+(?:, \d+)*)\)/g), ([, numbers = ""]) =>
      numbers.split(", ").map(Number),
    );
    expect(named.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: DEFECTS }, (_, index) => index + 1));
  });

  it.each(pins.filter(({ title }) => title !== undefined))(
    "quotes a test that is in $path: $title",
    ({ path, title }) => {
      expect(readFileSync(new URL(path, pageUrl), "utf8")).toContain(title);
    },
  );

  it("pins most differences by a test", () => {
    expect(pins.length).toBeGreaterThan(DEFECTS);
  });
});
