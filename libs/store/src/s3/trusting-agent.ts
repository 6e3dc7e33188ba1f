import { readFileSync } from "node:fs";
import { Agent } from "node:https";

/** As many as the SDK opens by itself. */
const MAX_SOCKETS = 50;

/** Trusts the authorities of a PEM file and no others. The file is read for each connection, so that it may change. */
export function trustingAgent(caFile: string): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => connect({ ...options, ca: readFileSync(caFile) }, callback);
  return agent;
}
