import type { Server } from "node:http";
import type { Server as TlsServer, ServerOptions as TlsServerOptions } from "node:https";
import type { Guard } from "./guard.ts";

/** Who may ask the servers of a process, and how they speak. */
export interface Access {
  readonly guard: Guard;
  /** Of every answer, before those of the answer itself. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** How servers begin; undefined: without TLS. */
  readonly tls: TlsServerOptions | undefined;
  /** Keeps what `server` speaks as the files have it, until it closes. */
  follow(server: Server | TlsServer): void;
}
