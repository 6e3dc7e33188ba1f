import { describe, expect, it } from "vitest";
import { proxyFor } from "./proxy.ts";

const env = { httpProxy: "http://plain:1", httpsProxy: "http://secure:2", noProxy: "" };
const server = "https://10.96.0.1:6443";

describe("which proxy leads to the API server", () => {
  it("the kubeconfig's own comes first", () => {
    expect(proxyFor(server, "socks5://mine:9", env)).toBe("socks5://mine:9");
  });

  it("else the environment's, where that has one", () => {
    expect(proxyFor(server, undefined, env)).toBe("http://secure:2");
    expect(proxyFor(server, undefined, { ...env, httpsProxy: "" })).toBeUndefined();
    expect(proxyFor(server, undefined, { ...env, noProxy: "10.0.0.0/8" })).toBeUndefined();
  });

  it("a host and a port are an HTTP proxy", () => {
    expect(proxyFor(server, undefined, { ...env, httpsProxy: "secure:2" })).toBe("http://secure:2");
  });

  // A kubeconfig may hold anything in any place.
  it.each(["ftp://x", "socks4://x", "http://", "http://user:100%@x", {}, 7])("%s is refused", (url) => {
    expect(() => proxyFor(server, url, env)).toThrow("is not an http, https or socks5 URL");
  });
});
