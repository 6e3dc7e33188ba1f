import { expect, it } from "vitest";
import { importsOf, packageOf } from "./imports-of.ts";

it.each([
  ['import { a, type B, c as d } from "x";', { specifier: "x", names: ["a", "c"] }],
  ['import type { A } from "@s/x/y";', { specifier: "@s/x/y", names: [] }],
  ['import {\n  a,\n  b,\n} from "./x.ts";', { specifier: "./x.ts", names: ["a", "b"] }],
  ['import "x";', { specifier: "x", names: [] }],
  ['import * as x from "x";', { specifier: "x", names: ["*"] }],
  ['import x, * as y from "x";', { specifier: "x", names: ["*"] }],
  ['import type * as x from "x";', { specifier: "x", names: [] }],
  ['export * from "x";', { specifier: "x", names: ["*"] }],
  ['export * as x from "x";', { specifier: "x", names: ["*"] }],
  ['export type * from "x";', { specifier: "x", names: [] }],
  ['export { a } from "./a.ts";', { specifier: "./a.ts", names: ["a"] }],
  ['export type { A } from "./a.ts";', { specifier: "./a.ts", names: [] }],
  ['  const x = await import("./x.ts");', { specifier: "./x.ts", names: ["*"] }],
  ['  return (await import("./x.ts")).y;', { specifier: "./x.ts", names: ["*"] }],
  ['  void import("./x.ts").then(({ y }) => y());', { specifier: "./x.ts", names: ["*"] }],
  ['  void import("./x.ts")\n    .then(({ y }) => y());', { specifier: "./x.ts", names: ["*"] }],
  ['type X = import("./x.ts").Y;', { specifier: "./x.ts", names: [] }],
  ['type X = typeof import("./x.ts");', { specifier: "./x.ts", names: [] }],
])("%s", (text, expected) => {
  expect(importsOf(text)).toEqual([expected]);
});

it("does not take text about imports for imports", () => {
  expect(importsOf('// import { a } from "x"\nconst importantly = "from \'y\'";\nexport const a = ["b"];')).toEqual([]);
});

it("knows the package behind a specifier", () => {
  expect(["node:fs", "./a.ts", "../b.ts", "pino", "pino/file", "@s/x/y"].map(packageOf)).toEqual([
    undefined,
    undefined,
    undefined,
    "pino",
    "pino",
    "@s/x",
  ]);
});
