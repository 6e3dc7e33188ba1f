import { expect, it } from "vitest";
import { parseAddress } from "./address.ts";

it.each([
  [":8080", { host: "", port: 8080 }],
  ["localhost:0", { host: "localhost", port: 0 }],
  ["[::1]:9", { host: "::1", port: 9 }],
  ["[fe80::1%eth0]:9", { host: "fe80::1%eth0", port: 9 }],
])("%s is an address", (text, value) => {
  expect(parseAddress(text)).toEqual({ ok: true, value });
});

it.each(["8080", "localhost", "localhost:", "a b:80", "http://h:80", "::1:80", ":65536", ":-1", "[::1]", ":80 "])(
  "%s is not an address",
  (text) => {
    expect(parseAddress(text).ok).toBe(false);
  },
);
