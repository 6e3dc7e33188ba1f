import { inspect } from "node:util";
import { redactUrlPasswords, type AppError } from "@xp-tracker/runtime";
import { describe, expect, it } from "vitest";
import { describeTarget, parseRedisUrl } from "./redis-target.ts";

describe("Redis URL", () => {
  it.each([
    ["redis://cache", { host: "cache", port: 6379 }],
    ["redis://cache:6380/2", { host: "cache", port: 6380 }],
    ["redis://:p%40ss@cache", { host: "cache", port: 6379, password: "p@ss" }],
    ["redis://poller:p%2Fw@cache", { host: "cache", port: 6379, username: "poller", password: "p/w" }],
    ["rediss://cache", { host: "cache", port: 6379, tls: { servername: "cache" } }],
    ["rediss://127.0.0.1:1", { host: "127.0.0.1", port: 1, tls: {} }],
    ["redis://[::1]:6379", { host: "::1", port: 6379 }],
  ])("%s is understood", (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    "",
    "cache:6379",
    "http://cache",
    "redis://",
    "redis://user:sec ret@",
    "redis://a:secret@b:port",
    "redis://a:secret%zz@b",
  ])("%s is refused without repeating it", (url) => {
    const refused = ((): unknown => {
      try {
        return parseRedisUrl(url);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(refused).toMatchObject({ code: "REFRESH_CONNECT", message: "the Redis URL cannot be read" });
    expect(inspect(refused)).not.toContain("secret");
    // Else the log would print stars in the place of the example.
    const { remedy } = refused as AppError;
    expect(redactUrlPasswords(remedy)).toBe(remedy);
  });

  it("is shown without its user and password", () => {
    expect(describeTarget(parseRedisUrl("rediss://poller:secret@[::1]:7"))).toBe("rediss://[::1]:7");
  });
});
