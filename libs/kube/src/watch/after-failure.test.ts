import { describe, expect, it } from "vitest";
import { KubeApiError } from "../api-error.ts";
import { afterFailure, asApiError } from "./after-failure.ts";

type Error = ConstructorParameters<typeof KubeApiError>[1];
const after = (error: Error, isWatching = false) => afterFailure(new KubeApiError("failed", error), isWatching);

describe("what follows a failure", () => {
  it.each(["throttled", "server_error", "timeout", "network", "unauthorized"] as const)(
    "%s is tried again from where it was",
    (errorClass) => {
      expect(after({ errorClass }, true)).toEqual({ counts: true, resumes: true, rests: false });
    },
  );

  it.each(["expired", "malformed"] as const)("%s is listed anew", (errorClass) => {
    expect(after({ errorClass }, true)).toEqual({ counts: true, resumes: false, rests: false });
  });

  it.each(["forbidden", "not_found"] as const)("a list that is %s rests", (errorClass) => {
    expect(after({ errorClass })).toEqual({ counts: true, resumes: false, rests: true });
  });

  it.each([{ errorClass: "forbidden" }, { errorClass: "malformed", httpStatus: 405 }] as const)(
    "a watch that cannot be had (%o) rests, and says nothing against the lists",
    (error) => {
      expect(after(error, true)).toEqual({ counts: false, resumes: false, rests: true });
    },
  );

  it("a fault of a projection is one of its path", () => {
    const error = asApiError("/apis/example.org/v1/things", new TypeError("no such field"));
    expect(error).toMatchObject({ errorClass: "malformed", message: "/apis/example.org/v1/things: no such field" });
    expect(asApiError("/", error)).toBe(error);
  });
});
