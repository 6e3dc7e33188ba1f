import { expect, it } from "vitest";
import { unlocked } from "./unlocked.ts";

const nx = { version: "1.0.0", dev: true, optionalDependencies: { "@nx/nx-linux-arm64-musl": "1.0.0" } };

it("finds nothing where all optional packages are locked, at the top or nested", () => {
  const locked = { version: "1.0.0", optional: true };
  expect(unlocked({ "node_modules/nx": nx, "node_modules/@nx/nx-linux-arm64-musl": locked })).toEqual({});
  const nested = "node_modules/nx/node_modules/@nx/nx-linux-arm64-musl";
  expect(unlocked({ "node_modules/nx": nx, [nested]: locked })).toEqual({});
});

it("finds an optional package that npm has dropped, with its platform", () => {
  expect(unlocked({ "node_modules/nx": nx })).toEqual({
    "node_modules/@nx/nx-linux-arm64-musl": {
      version: "1.0.0",
      os: ["linux"],
      cpu: ["arm64"],
      libc: ["musl"],
      dev: true,
      optional: true,
    },
  });
});

it("leaves out what a name does not say", () => {
  const packages = { "": { optionalDependencies: { fsevents: "2.0.0", "x-win32-x64-msvc": "1.0.0" } } };
  expect(unlocked(packages)).toEqual({
    "node_modules/fsevents": { version: "2.0.0", optional: true },
    "node_modules/x-win32-x64-msvc": { version: "1.0.0", os: ["win32"], cpu: ["x64"], optional: true },
  });
});
