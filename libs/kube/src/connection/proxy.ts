import { BlockList, isIP } from "node:net";
import { AppError, type ProxyEnvironment } from "@xp-tracker/runtime";

const SUPPORTED = new Set(["http:", "https:", "socks5:", "socks:"]);

/**
 * The proxy that leads to `server`: the kubeconfig's `proxy-url`, else the environment's, with the rules that Go programs
 * such as kubectl follow (https://pkg.go.dev/golang.org/x/net/http/httpproxy): CIDRs count, loopback is never proxied.
 * @param proxyUrl as the kubeconfig has it, whatever its type
 * @throws AppError KUBE_CONFIG when the proxy's URL cannot be used
 */
export function proxyFor(server: string, proxyUrl: unknown, env: ProxyEnvironment): string | undefined {
  const chosen = proxyUrl || proxyOfEnvironment(new URL(server), env);
  if (chosen === undefined || chosen === "") return undefined;
  const url = withScheme(chosen);
  if (url !== undefined && URL.canParse(url) && SUPPORTED.has(new URL(url).protocol)) return url;
  throw new AppError("KUBE_CONFIG", `the proxy for ${server} is not an http, https or socks5 URL`, {
    remedy: "Correct proxy-url in the kubeconfig, or HTTPS_PROXY.",
  });
}

function withScheme(chosen: unknown): string | undefined {
  if (typeof chosen !== "string") return undefined;
  return chosen.includes("://") ? chosen : `http://${chosen}`;
}

function proxyOfEnvironment(server: URL, env: ProxyEnvironment): string | undefined {
  const host = server.hostname.replace(/^\[(.+)\]$/, "$1");
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  if (isLoopback(host) || env.noProxy.split(",").some((rule) => excludes(rule.trim().toLowerCase(), host, port)))
    return undefined;
  return server.protocol === "https:" ? env.httpsProxy : env.httpProxy;
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
