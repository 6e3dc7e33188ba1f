import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { AgentOptions } from "node:https";

/** Connections are kept, as many as the SDK opens by itself. */
export const POOL = { keepAlive: true, maxSockets: 50 } as const;

/** Trusts the authorities of a PEM file and no others. The file is read for each connection, so that it may change. */
export function trustingAgent(caFile: string, options: AgentOptions = POOL): Agent {
  const agent = new Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => connect({ ...options, ca: readFileSync(caFile) }, callback);
  return agent;
}
