import { expect, it } from "vitest";
import { findViolations } from "./find-violations.ts";
import { importsOf } from "./imports-of.ts";
import type { WorkspacePackage } from "./workspace.ts";

interface Given {
  readonly dependencies?: readonly string[];
  readonly devDependencies?: readonly string[];
  readonly references?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

const dirs: Readonly<Record<string, string>> = {
  exporter: "apps",
  poller: "apps",
  testing: "tools",
  "kube-sim": "tools",
};
const dirOf = (short: string): string => `${dirs[short] ?? "libs"}/${short}`;

const indexes: Readonly<Record<string, string>> = {
  runtime: 'export { runService } from "./service.ts";',
  kube: 'export { connectKube } from "./connect-kube.ts";',
};

function pkg(
  short: string,
  { dependencies = [], devDependencies = [], references, files = {} }: Given = {},
): WorkspacePackage {
  const dir = dirOf(short);
  const ours = [...dependencies, ...devDependencies].filter((name) => name.startsWith("@xp-tracker/"));
  return {
    name: `@xp-tracker/${short}`,
    dir,
    dependencies,
    devDependencies,
    peerDependencies: [],
    references: references ?? ours.map((name) => dirOf(name.replace("@xp-tracker/", ""))),
    files: Object.entries({ "index.ts": indexes[short] ?? "", ...files }).map(([name, text]) => ({
      path: `${dir}/src/${name}`,
      text,
      imports: importsOf(text),
    })),
  };
}

const crossplane = pkg("crossplane");
const runtime = pkg("runtime", { dependencies: ["@xp-tracker/crossplane", "pino"] });
const kube = pkg("kube", { dependencies: ["@xp-tracker/crossplane", "@xp-tracker/runtime", "undici"] });

it("finds nothing in a workspace that keeps the rules", () => {
  const poller = pkg("poller", {
    dependencies: ["@xp-tracker/kube", "@xp-tracker/runtime"],
    devDependencies: ["@xp-tracker/testing"],
    files: {
      "main.ts": 'import { connectKube } from "@xp-tracker/kube";\nimport { runService } from "@xp-tracker/runtime";',
      "cycle.ts":
        'import type { connectKube } from "@xp-tracker/kube";\nimport { x } from "./x.ts";\nimport "node:fs";',
      "cycle.test.ts":
        'import { it } from "vitest";\nimport { startKubeSim } from "@xp-tracker/testing";\nprocess.env["X"];',
    },
  });
  expect(findViolations([crossplane, runtime, kube, poller, pkg("testing")])).toEqual([]);
});

const file = (text: string, name = "x.ts") => ({ files: { [name]: text } });

it.each<[string, readonly WorkspacePackage[], string]>([
  [
    "a domain that imports anything",
    [pkg("crossplane", file('import { readFileSync } from "node:fs";'))],
    "libs/crossplane/src/x.ts: imports node:fs; the domain is pure and imports nothing",
  ],
  [
    "a lib that depends upwards",
    [pkg("runtime", { dependencies: ["@xp-tracker/kube"] }), kube],
    "libs/runtime/package.json: @xp-tracker/runtime must not depend on @xp-tracker/kube",
  ],
  [
    "a lib that depends on tools",
    [pkg("kube", { dependencies: ["@xp-tracker/kube-sim"] }), pkg("kube-sim")],
    "libs/kube/package.json: @xp-tracker/kube must not depend on @xp-tracker/kube-sim",
  ],
  [
    "a test that depends on a tool other than the test helpers",
    [pkg("kube", { devDependencies: ["@xp-tracker/kube-sim"] }), pkg("kube-sim")],
    "libs/kube/package.json: @xp-tracker/kube must not depend on @xp-tracker/kube-sim",
  ],
  [
    "an exporter that reaches kube through a third",
    [
      pkg("exporter", { dependencies: ["@xp-tracker/runtime"] }),
      pkg("runtime", { dependencies: ["@xp-tracker/kube"] }),
      kube,
    ],
    "@xp-tracker/exporter reaches @xp-tracker/kube (@xp-tracker/exporter → @xp-tracker/runtime → @xp-tracker/kube): " +
      "an exporter replica never talks to the Kubernetes API",
  ],
  [
    "a third-party package declared by someone who does not own it",
    [pkg("kube", { dependencies: ["ioredis"] })],
    "libs/kube/package.json: ioredis is not a package that @xp-tracker/kube owns",
  ],
  [
    "a third-party package imported by someone who does not own it",
    [pkg("kube", file('import { Redis } from "ioredis";'))],
    "libs/kube/src/x.ts: imports ioredis, which only @xp-tracker/refresh may",
  ],
  [
    "an import that package.json does not declare",
    [pkg("kube", file('import type { Row } from "@xp-tracker/crossplane";'))],
    "libs/kube/src/x.ts: imports @xp-tracker/crossplane, which libs/kube/package.json does not declare for this kind of file",
  ],
  [
    "test helpers in what is shipped",
    [
      pkg("kube", { devDependencies: ["@xp-tracker/testing"], ...file('import "@xp-tracker/testing";') }),
      pkg("testing"),
    ],
    "libs/kube/src/x.ts: imports @xp-tracker/testing, which libs/kube/package.json does not declare for this kind of file",
  ],
  [
    "a test framework in what is shipped",
    [pkg("kube", file('import { it } from "vitest";'))],
    "libs/kube/src/x.ts: imports vitest, which libs/kube/package.json does not declare for this kind of file",
  ],
  [
    "a relative import into another package",
    [pkg("kube", file('import { a } from "../../runtime/src/a.ts";'))],
    "libs/kube/src/x.ts: ../../runtime/src/a.ts leaves the package; import it by its name",
  ],
  [
    "a dependency without a tsconfig reference",
    [pkg("kube", { dependencies: ["@xp-tracker/runtime"], references: [] })],
    "libs/kube/tsconfig.json: no reference to the dependency @xp-tracker/runtime",
  ],
  [
    "a tsconfig reference without a dependency",
    [pkg("kube", { references: ["libs/crossplane"] }), crossplane],
    "libs/kube/package.json: no dependency on the referenced @xp-tracker/crossplane",
  ],
  [
    "an adapter constructed outside of main.ts",
    [
      kube,
      pkg("poller", {
        dependencies: ["@xp-tracker/kube"],
        ...file('import { connectKube } from "@xp-tracker/kube";', "cycle.ts"),
      }),
    ],
    "apps/poller/src/cycle.ts: constructs connectKube; only an application's main.ts or worker.ts may",
  ],
  [
    "a table of constructors that has fallen behind",
    [pkg("kube", file("", "index.ts"))],
    "libs/kube/src/index.ts: does not export the constructor connectKube",
  ],
  ["a package without rules", [pkg("cache")], "libs/cache/package.json: @xp-tracker/cache has no entry in mayDependOn"],
])("catches %s", (_what, packages, violation) => {
  expect(findViolations(packages)).toContain(violation);
});

// In pieces, since this file is checked too.
const imported = ["import", '("@xp-tracker/kube")'].join("");

it.each([
  'import * as kube from "@xp-tracker/kube";\nkube.connectKube();',
  'import * as anything from "@xp-tracker/kube/anything";',
  `const client = await (await ${imported}).connectKube();`,
  `const { connectKube } = await ${imported};`,
  `void ${imported}.then(({ connectKube }) => connectKube());`,
  'export * from "@xp-tracker/kube";',
])("catches constructors that come with the whole package: %j", (text) => {
  const poller = (name: string) => pkg("poller", { dependencies: ["@xp-tracker/kube"], ...file(text, name) });
  expect(findViolations([kube, poller("cycle.ts")])).toContain(
    "apps/poller/src/cycle.ts: imports @xp-tracker/kube as a whole, constructors included; import names",
  );
  expect(findViolations([kube, poller("main.ts")]).join()).not.toContain("as a whole");
});

it.each([
  'const home = process.env["HOME"];',
  "const flags = process.argv.slice(2);",
  'const home = process["env"].HOME;',
  'const home = process?.["env"].HOME;',
  "const { env } = process;",
  "const { pid, argv: flags } = process;",
  "const {\n  env,\n  pid,\n} = globalThis.process;",
  "({ env } = process);",
  'import { env } from "node:process";',
  'import process from "process";',
])("catches an environment that is read outside of runtime: %j", (text) => {
  const violation = "reads the process environment; only @xp-tracker/runtime may";
  expect(findViolations([pkg("kube", file(text))])).toContain(`libs/kube/src/x.ts: ${violation}`);
  expect(findViolations([pkg("runtime", file(text))]).join()).not.toContain(violation);
});

it.each([
  "const { pid } = process;",
  "const { env } = processOf(child);",
  "function start({ env }: Options) {\n  return process.pid;\n}",
  "const options = { env: {} };\nprocess.exit(1);",
  "process.environment; process.argv0;",
])("does not take for an environment: %j", (text) => {
  expect(findViolations([pkg("kube", file(text))]).join()).not.toContain("reads the process environment");
});
