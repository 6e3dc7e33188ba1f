import { BlockList, isIP } from "node:net";
import { percentDecoded } from "../config/percent-decoded.ts";
import type { ProxyEnvironment } from "./proxy-environment.ts";

/**
 * What the environment names as the proxy that leads to `server`; `""`: none does. The rules are those that Go programs
 * such as kubectl follow (https://pkg.go.dev/golang.org/x/net/http/httpproxy): CIDRs count, loopback is never proxied.
 */
export function proxyOfEnvironment(server: URL, env: ProxyEnvironment): string {
  const host = server.hostname.replace(/^\[(.+)\]$/, "$1");
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  if (isLoopback(host) || env.noProxy.split(",").some((rule) => excludes(rule.trim().toLowerCase(), host, port)))
    return "";
  return server.protocol === "https:" ? env.httpsProxy : env.httpProxy;
}

/**
 * The URL of a proxy; a host and a port are an HTTP proxy.
 * @param chosen whatever a file or the environment has in the place of a proxy
 * @returns undefined: it is not one of `protocols`, or its user or password cannot be decoded
 */
export function proxyUrlOf(chosen: unknown, protocols: ReadonlySet<string>): string | undefined {
  if (typeof chosen !== "string") return undefined;
  const text = chosen.includes("://") ? chosen : `http://${chosen}`;
  const url = URL.parse(text);
  if (url === null || !protocols.has(url.protocol)) return undefined;
  return [url.username, url.password].every((part) => percentDecoded(part) !== undefined) ? text : undefined;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

function excludes(rule: string, host: string, port: string): boolean {
  if (rule === "") return false;
  if (rule === "*") return true;
  if (rule.includes("/")) return inNetwork(rule, host);
  const [, name = "", onlyPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(rule) ? `[${rule}]` : rule) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const domain = name.replace(/^\*?\./, "");
  return host.endsWith(`.${domain}`) || (host === domain && domain === name);
}

function inNetwork(rule: string, host: string): boolean {
  const [network = "", prefix = ""] = rule.split("/");
  const version = isIP(network);
  if (version === 0 || version !== isIP(host) || !/^\d+$/.test(prefix)) return false;
  const type = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  try {
    list.addSubnet(network, Number(prefix), type);
  } catch {
    // A prefix length out of range excludes nothing.
    return false;
  }
  return list.check(host, type);
}
