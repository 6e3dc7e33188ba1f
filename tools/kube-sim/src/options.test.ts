import { describe, expect, it } from "vitest";
import { options, usage } from "./options.ts";

describe("the command line", () => {
  it("becomes options", () => {
    expect(
      options(["--objects", "a", "--objects", "b", "--port", "8443", "--no-mrds", "--claims", "200", "--speed", "0.5"]),
    ).toEqual({
      kind: "run",
      options: {
        objects: ["a", "b"],
        port: 8443,
        claims: 200,
        speed: 0.5,
        mrds: false,
        http: false,
        managedFields: false,
      },
    });
  });

  it("is refused for all its mistakes at once", () => {
    expect(options(["--port", "x", "--claims", "-1"])).toMatchObject({ kind: "mistakes" });
    expect(options(["--port", "x", "--seed", "y"])).toEqual({
      kind: "mistakes",
      mistakes: ['--seed must be a whole number, not "y"', '--port must be a port from 0 to 65535, not "x"'],
    });
    expect(options(["--unknown"])).toMatchObject({ kind: "mistakes" });
    expect(options(["--port", "70000"])).toMatchObject({ kind: "mistakes" });
  });

  it("explains every flag", () => {
    expect(options(["--help"])).toEqual({ kind: "help" });
    expect(options(["--version"])).toEqual({ kind: "version", version: "1.0.0" });
    for (const flag of ["--objects FILE", "--claims N", "--token T", "--no-mrds"]) expect(usage).toContain(flag);
  });
});
