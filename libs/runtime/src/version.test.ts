import { expect, it } from "vitest";
import { readVersion } from "./version.ts";

it("is the version of the package where the sources run directly", () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/);
});
