import { AppError, proxyOfEnvironment, proxyUrlOf, type ProxyEnvironment } from "@xp-tracker/runtime";

const SUPPORTED = new Set(["http:", "https:", "socks5:", "socks:"]);

/**
 * The proxy that leads to `server`: the kubeconfig's `proxy-url`, else the environment's.
 * @param proxyUrl as the kubeconfig has it, whatever its type
 * @throws AppError KUBE_CONFIG when the proxy's URL cannot be used
 */
export function proxyFor(server: string, proxyUrl: unknown, env: ProxyEnvironment): string | undefined {
  const chosen = proxyUrl || proxyOfEnvironment(new URL(server), env);
  if (chosen === "") return undefined;
  const url = proxyUrlOf(chosen, SUPPORTED);
  if (url !== undefined) return url;
  throw new AppError("KUBE_CONFIG", `the proxy for ${server} is not an http, https or socks5 URL`, {
    remedy: "Correct proxy-url in the kubeconfig, or HTTPS_PROXY; in a user or password, % is %25.",
  });
}
