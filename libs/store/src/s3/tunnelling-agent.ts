import { Agent } from "node:https";
import type { Duplex } from "node:stream";
import { POOL, trustingAgent } from "./trusting-agent.ts";

/**
 * Reaches https servers through tunnels of a proxy. One that is not there in time is given up: Node would wait for as long
 * as the proxy does, after those who asked are gone, and would keep the connection of a tunnel that was refused.
 * @param caFile authorities of the servers; a proxy that is itself https is trusted as Node trusts
 */
export function tunnellingAgent(proxy: string, timeoutMs: number, caFile: string | undefined): Agent {
  const pool = { ...POOL, proxyEnv: { HTTPS_PROXY: proxy } };
  const agent = caFile === undefined ? new Agent(pool) : trustingAgent(caFile, pool);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const toProxy = connect(options, (error, tunnel) => {
      clearTimeout(timer);
      if (error !== null) toProxy.destroy();
      callback?.(error, tunnel);
    }) as Duplex;
    const timer = setTimeout(() => {
      toProxy.destroy();
      // Whatever Node's own call says afterwards is not heeded.
      callback?.(noTunnel(`${options.host}:${options.port}`, timeoutMs), toProxy);
    }, timeoutMs);
    return toProxy;
  };
  return agent;
}

/** With Node's code, by which it is neither wrapped nor told twice. */
const noTunnel = (target: string, timeoutMs: number): Error =>
  Object.assign(new Error(`the proxy gave no tunnel to ${target} within ${timeoutMs / 1000} s`), {
    code: "ERR_PROXY_TUNNEL",
  });
