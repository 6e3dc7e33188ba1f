import { expect, it } from "vitest";
import { differences, samplesOf } from "./sample.ts";

const page = (...lines: readonly string[]) => samplesOf(lines.join("\n"), "crossplane_");

it("reads labels in any order, with their escapes", () => {
  expect(page(String.raw`crossplane_x{b="q\"\\\n",a="1"} 2`)).toEqual(
    page(String.raw`crossplane_x{a="1",b="q\"\\\n"} 2`),
  );
  expect(page(String.raw`crossplane_x{a="\\n"} 1`)).not.toEqual(page(String.raw`crossplane_x{a="\n"} 1`));
});

it("tells what is missing, what is surplus, and what stands there twice", () => {
  const [one, two] = [`crossplane_x{a="1"} 1`, `crossplane_x{a="2"} 1`];
  expect(differences(page(one, two), page(two, one))).toEqual([]);
  expect(differences(page(one), page(two))).toEqual([
    expect.stringMatching(/^missing: .*"1"/),
    expect.stringMatching(/^surplus: .*"2"/),
  ]);
  expect(differences(page(one), page(one, one))).toEqual([expect.stringMatching(/^surplus: /)]);
  expect(differences(page(`crossplane_x 1`), page(`crossplane_x 0`))).toHaveLength(2);
});
