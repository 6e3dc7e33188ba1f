import { describe, expect, it } from "vitest";
import { KubeApiError } from "../api-error.ts";
import { parseWatchEvent } from "./watch-event.ts";

const parse = (line: unknown) =>
  parseWatchEvent("WATCH /x", Buffer.from(typeof line === "string" ? line : JSON.stringify(line)));

describe("lines of a watch", () => {
  it.each(["ADDED", "MODIFIED", "DELETED"])("%s tells which state of which object", (type) => {
    const object = { metadata: { name: "a", namespace: "n", resourceVersion: "7" } };
    expect(parse({ type, object })).toEqual({
      type,
      object,
      version: { namespace: "n", name: "a", resourceVersion: 7 },
    });
  });

  it("a bookmark tells how far the watch is", () => {
    expect(parse({ type: "BOOKMARK", object: { metadata: { resourceVersion: "12" } } })).toEqual({
      type: "BOOKMARK",
      resourceVersion: 12,
    });
  });

  it.each([
    [410, "expired"],
    [500, "server_error"],
    [undefined, "server_error"],
  ])("an error of code %s is %s", (code, errorClass) => {
    const event = parse({ type: "ERROR", object: { kind: "Status", code, message: "too old" } });
    expect(event).toMatchObject({ type: "ERROR", error: { errorClass, message: "WATCH /x: too old" } });
  });

  it("an error may come without anything", () => {
    expect(parse({ type: "ERROR", object: null })).toMatchObject({ error: { errorClass: "server_error" } });
  });

  it("what newer servers may say is left out", () => {
    expect(parse({ type: "SOMETHING", object: {} })).toBeUndefined();
  });

  it.each([
    '{"type":"ADDED","obj',
    "[]",
    "null",
    { type: "ADDED" },
    { type: "ADDED", object: { metadata: { resourceVersion: "7" } } },
    { type: "MODIFIED", object: { metadata: { name: "a", resourceVersion: "seven" } } },
    { type: "DELETED", object: { metadata: { name: "a" } } },
    { type: "BOOKMARK", object: { metadata: { resourceVersion: "0" } } },
  ])("%j is malformed", (line) => {
    expect(() => parse(line)).toThrow(KubeApiError);
    expect(() => parse(line)).toThrow(expect.objectContaining({ errorClass: "malformed" }));
  });
});
