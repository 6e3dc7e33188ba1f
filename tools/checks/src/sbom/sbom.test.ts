import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cycloneDx } from "./cyclonedx.ts";
import { isAllowed, licenceList, licenceProblems } from "./licences.ts";
import { productionPackages } from "./production-packages.ts";
import type { LockedPackages } from "./production-packages.ts";

const packages: LockedPackages = {
  "apps/poller": {
    name: "@acme/poller",
    version: "1.0.0",
    license: "Apache-2.0",
    dependencies: { "@acme/kube": "1.0.0", two: "^2.0.0" },
  },
  "libs/kube": { name: "@acme/kube", version: "1.0.0", license: "Apache-2.0", dependencies: { one: "^1.0.0" } },
  "node_modules/@acme/kube": { resolved: "libs/kube", link: true },
  "node_modules/one": {
    version: "1.2.3",
    license: "MIT",
    integrity: "sha512-AAEC",
    dependencies: { two: "^1.0.0" },
    peerDependencies: { three: "*", four: "*" },
    peerDependenciesMeta: { four: { optional: true } },
  },
  "node_modules/one/node_modules/two": { version: "1.0.0", license: "(GPL-3.0 OR ISC)" },
  "node_modules/two": { version: "2.0.0", license: "GPL-3.0-only", optionalDependencies: { five: "*" } },
  "node_modules/three": { version: "3.0.0" },
  "node_modules/unused": { version: "1.0.0", license: "WTFPL" },
};
const needed = productionPackages(packages, "apps/poller");

describe("what a service needs", () => {
  it("is all that it imports through others, each in the version that Node finds, and nothing else", () => {
    expect(needed.map(({ path }) => path)).toEqual([
      "apps/poller",
      "libs/kube",
      "node_modules/one",
      "node_modules/one/node_modules/two",
      "node_modules/three",
      "node_modules/two",
    ]);
    expect(needed.find(({ name }) => name === "one")?.needs).toEqual([
      "node_modules/three",
      "node_modules/one/node_modules/two",
    ]);
  });

  it("cannot be told where something of it is not locked", () => {
    const { "node_modules/three": _, ...rest } = packages;
    expect(() => productionPackages(rest, "apps/poller")).toThrow("node_modules/one needs three, which is not locked");
  });

  it("is known of each service of this workspace, with licences that are allowed", () => {
    const lockfile = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: LockedPackages };
    for (const service of ["poller", "exporter", "standalone"]) {
      const all = productionPackages(lockfile.packages, `apps/${service}`);
      expect(all.length).toBeGreaterThan(50);
      expect(all.map(({ name }) => name)).toContain("express");
      expect(all.filter(({ path }) => path.startsWith("tools/"))).toEqual([]);
      expect(licenceProblems(all)).toEqual([]);
    }
  });
});

describe("licences", () => {
  it("that are not on the list, or missing, are problems", () => {
    expect(licenceProblems(needed)).toEqual([
      "three 3.0.0: no licence is not on the list",
      "two 2.0.0: GPL-3.0-only is not on the list",
    ]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0)", true],
    ["MIT AND ISC", true],
    ["MIT AND GPL-3.0", false],
    ["SEE LICENSE IN LICENSE", false],
    ["", false],
  ])("of expression %j are allowed: %s", (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });

  it("are listed with their packages", () => {
    expect(licenceList(needed)).toContain("## Apache-2.0\n\n- @acme/kube 1.0.0\n- @acme/poller 1.0.0\n");
  });
});

it("a bill of materials names each package with licence and checksum, and what it depends on", () => {
  const [application] = needed;
  if (application === undefined) throw new Error("nothing is needed");
  const bill = cycloneDx(application, needed);
  expect(bill).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "application", name: "@acme/poller", purl: "pkg:npm/%40acme/poller@1.0.0" } },
  });
  expect(bill).toHaveProperty("components.1", {
    type: "library",
    "bom-ref": "one@1.2.3|node_modules/one",
    name: "one",
    version: "1.2.3",
    purl: "pkg:npm/one@1.2.3",
    licenses: [{ license: { id: "MIT" } }],
    hashes: [{ alg: "SHA-512", content: "000102" }],
  });
  expect(bill).toHaveProperty("components.2.licenses", [{ expression: "(GPL-3.0 OR ISC)" }]);
  expect(bill).toHaveProperty("dependencies.2", {
    ref: "one@1.2.3|node_modules/one",
    dependsOn: ["three@3.0.0|node_modules/three", "two@1.0.0|node_modules/one/node_modules/two"],
  });
});
