import { expect, it } from "vitest";
import { readBuild } from "./version.ts";

it("is the version of the package, of no known commit, where the sources run directly", () => {
  expect(readBuild()).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, revision: "" });
});
