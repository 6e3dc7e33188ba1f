import { Agent } from "node:http";
import type { NodeHttpHandler, NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { proxyOfEnvironment, proxyUrlOf } from "@xp-tracker/runtime";
import type { ProxyEnvironment } from "@xp-tracker/runtime";
import { POOL, trustingAgent } from "./trusting-agent.ts";
import { tunnellingAgent } from "./tunnelling-agent.ts";

export interface ProxyingOptions extends NodeHttpHandlerOptions {
  readonly connectionTimeout: number;
  readonly caFile: string | undefined;
  readonly proxies: ProxyEnvironment;
}

type Handle = NodeHttpHandler["handle"];
type Request = Parameters<Handle>[0];

/** What Node's agents can speak to; it would ignore others, and connect without them. */
const SUPPORTED = new Set(["http:", "https:"]);

/** One of the SDK's handlers for each way to a server. The SDK's calls for credentials use it as well. */
export function proxyingHandler(Handler: typeof NodeHttpHandler, { caFile, proxies, ...options }: ProxyingOptions) {
  const handlers = new Map<string | undefined, NodeHttpHandler>();
  const handlerOf = (proxy: string | undefined): NodeHttpHandler => {
    const made = handlers.get(proxy) ?? new Handler({ ...options, ...agentsOf(proxy) });
    handlers.set(proxy, made);
    return made;
  };
  const agentsOf = (proxy: string | undefined): Pick<NodeHttpHandlerOptions, "httpAgent" | "httpsAgent"> => {
    if (proxy === undefined) return caFile === undefined ? {} : { httpsAgent: trustingAgent(caFile) };
    return {
      httpAgent: new Agent({ ...POOL, proxyEnv: { HTTP_PROXY: proxy } }),
      // A little earlier than the SDK's own deadline, which would hide what happened.
      httpsAgent: tunnellingAgent(proxy, Math.ceil(options.connectionTimeout * 0.9), caFile),
    };
  };
  const handle: Handle = async (request, how) => await handlerOf(proxyTo(request, proxies)).handle(request, how);
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle,
    destroy: () => handlers.forEach((handler) => handler.destroy()),
  };
}

function proxyTo({ protocol, hostname, port }: Request, proxies: ProxyEnvironment): string | undefined {
  const server = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`);
  const chosen = proxyOfEnvironment(server, proxies);
  if (chosen === "") return undefined;
  const url = proxyUrlOf(chosen, SUPPORTED);
  if (url !== undefined) return new URL(url).href;
  throw Object.assign(new Error(`the proxy for ${server.origin} is not an http or https URL`), {
    code: UNUSABLE_PROXY,
  });
}

/** As Node says it of a proxy that it cannot use. */
export const UNUSABLE_PROXY = "ERR_PROXY_INVALID_CONFIG";
