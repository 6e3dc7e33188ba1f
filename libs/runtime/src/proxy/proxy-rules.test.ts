import { describe, expect, it } from "vitest";
import { proxyOfEnvironment } from "./proxy-rules.ts";

const env = { httpProxy: "http://plain:1", httpsProxy: "http://secure:2", noProxy: "" };
const proxyFor = (server: string, noProxy = "") => proxyOfEnvironment(new URL(server), { ...env, noProxy });

describe("the proxy of the environment", () => {
  it("follows the server's protocol", () => {
    expect(proxyFor("https://10.96.0.1:6443")).toBe("http://secure:2");
    expect(proxyFor("http://api.example")).toBe("http://plain:1");
  });

  it.each(["https://localhost:6443", "https://127.0.0.1", "https://[::1]:6443"])("does not lead to %s", (loopback) => {
    expect(proxyFor(loopback)).toBe("");
  });
});

describe("NO_PROXY, as Go programs read it", () => {
  it.each([
    ["https://10.96.0.1", "*"],
    ["https://10.96.0.1", "10.0.0.0/8"],
    ["https://10.96.0.1", "elsewhere, 10.96.0.1"],
    ["https://10.96.0.1:6443", "10.96.0.1:6443"],
    ["https://10.96.0.1", "10.96.0.1:443"],
    ["https://[fd00::1]", "fd00::/8"],
    ["https://[fd00::1]", "fd00::1"],
    ["https://[fd00::1]:6443", "[fd00::1]:6443"],
    ["https://api.example.com", "example.com"],
    ["https://example.com", "EXAMPLE.com"],
    ["https://api.example.com", ".example.com"],
  ])("%s is excluded by %s", (url, noProxy) => {
    expect(proxyFor(url, noProxy)).toBe("");
  });

  it.each([
    ["https://11.96.0.1", "10.0.0.0/8"],
    ["https://10.96.0.1", "10.0.0.0/99"],
    ["https://10.96.0.1", "fd00::/8"],
    ["https://10.96.0.1:6443", "10.96.0.1:443"],
    ["https://example.com", ".example.com"],
    ["https://badexample.com", "example.com"],
    ["https://example.com", " , "],
  ])("%s is not excluded by %s", (url, noProxy) => {
    expect(proxyFor(url, noProxy)).toBe("http://secure:2");
  });
});
