import { describe, expect, it } from "vitest";
import { proxyFor } from "./proxy.ts";

const env = { httpProxy: "http://plain:1", httpsProxy: "http://secure:2", noProxy: "" };
const without = (noProxy: string) => ({ ...env, noProxy });
const server = "https://10.96.0.1:6443";

describe("which proxy leads to the API server", () => {
  it("the kubeconfig's own comes first", () => {
    expect(proxyFor(server, "socks5://mine:9", env)).toBe("socks5://mine:9");
  });

  it("the environment's follows the server's protocol", () => {
    expect(proxyFor(server, undefined, env)).toBe("http://secure:2");
    expect(proxyFor("http://api.example", undefined, env)).toBe("http://plain:1");
    expect(proxyFor(server, undefined, { ...env, httpsProxy: "" })).toBeUndefined();
  });

  it("a host and a port are an HTTP proxy", () => {
    expect(proxyFor(server, undefined, { ...env, httpsProxy: "secure:2" })).toBe("http://secure:2");
  });

  // A kubeconfig may hold anything in any place.
  it.each(["ftp://x", "socks4://x", "http://", {}, 7])("%s is refused", (url) => {
    expect(() => proxyFor(server, url, env)).toThrow("is not an http, https or socks5 URL");
  });

  it.each(["https://localhost:6443", "https://127.0.0.1", "https://[::1]:6443"])("%s needs none", (loopback) => {
    expect(proxyFor(loopback, undefined, env)).toBeUndefined();
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
    expect(proxyFor(url, undefined, without(noProxy))).toBeUndefined();
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
    expect(proxyFor(url, undefined, without(noProxy))).toBe("http://secure:2");
  });
});
