import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { AppError, errorText, parseAddress } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import type { Access } from "../access/access.ts";
import { appOf } from "./app.ts";
import { usualBounds } from "./bounds.ts";
import type { ServerBounds } from "./bounds.ts";
import { closeGracefully } from "./close.ts";
import { enforceBounds } from "./enforce-bounds.ts";
import type { Route } from "../routes/route.ts";

export interface ServerOptions {
  /** `:8080`, `127.0.0.1:0`, `[::1]:9`. */
  readonly address: string;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** What the address is for, in messages: `metrics`, `telemetry`. */
  readonly name: string;
  /** Undefined: everyone may ask, without TLS. */
  readonly access?: Access | undefined;
  readonly bounds?: ServerBounds | undefined;
}

export interface RunningServer {
  /** Where a browser on this machine finds it, without a slash at the end. */
  readonly url: string;
  /** What it listens on: `[::]:8080`. */
  readonly address: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way finish for `graceMs`, then cuts them. Never fails. */
  close(graceMs: number): Promise<void>;
}

/** Milliseconds; the first two are those of the Go program. Idle connections outlive the usual scrape interval. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
} as const;

/** Serves `routes` until it is closed. @throws AppError PORT_IN_USE, LISTEN_FAILED */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { address, routes, log, name, access, bounds = usualBounds } = options;
  const app = appOf({ routes, log, access, maxUrlBytes: bounds.maxUrlBytes });
  const settings = { ...timeouts, maxHeaderSize: bounds.maxHeaderBytes };
  const server =
    access?.tls === undefined ? createServer(settings, app) : createTlsServer({ ...settings, ...access.tls }, app);
  access?.follow(server);
  enforceBounds(server, bounds, log);
  const close = closeGracefully(server);
  const bound = await listen(server, address, name);
  server.on("error", (error) => log.error("server error", { name, reason: errorText(error) }));
  const host = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  const isWildcard = bound.address === "::" || bound.address === "0.0.0.0";
  return {
    url: `${access?.tls === undefined ? "http" : "https"}://${isWildcard ? "localhost" : host}:${bound.port}`,
    address: `${host}:${bound.port}`,
    port: bound.port,
    close,
  };
}

async function listen(server: Server, address: string, name: string): Promise<AddressInfo> {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw listenFailed(address, name, new Error(parsed.reason));
  const { host, port } = parsed.value;
  try {
    server.listen({ port, ...(host === "" ? {} : { host }) });
    await once(server, "listening");
    return server.address() as AddressInfo;
  } catch (cause) {
    throw isTaken(cause) ? portInUse(address, name, cause) : listenFailed(address, name, cause);
  }
}

const isTaken = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";

const portInUse = (address: string, name: string, cause: unknown): AppError =>
  new AppError("PORT_IN_USE", `the ${name} address ${address} is taken by another process`, {
    cause,
    remedy: "Stop the other process, or choose another address; port 0 takes any free one.",
  });

const listenFailed = (address: string, name: string, cause: unknown): AppError =>
  new AppError("LISTEN_FAILED", `cannot listen on the ${name} address ${address}`, {
    cause,
    remedy: "Choose an address of this machine, and a port that this user may bind (1024 and above, as a rule).",
  });
