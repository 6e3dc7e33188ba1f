import type { Parsed } from "@xp-tracker/crossplane";

/** A listening address: `""` listens on every interface, port 0 takes a free port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const FORM = /^(?:\[(?<ipv6>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?<host>[^:[\]\s/]*)):(?<port>\d{1,5})$/;
const WILDCARDS: ReadonlySet<string> = new Set(["", "0.0.0.0", "::"]);

/** Parses Go's listening addresses: `:8080`, `127.0.0.1:8080`, `[::1]:8080`. */
export function parseAddress(text: string): Parsed<Address> {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) return { ok: false, reason: "it is not host:port, :port or [ipv6]:port" };
  const port = Number(groups["port"]);
  if (port > 65_535) return { ok: false, reason: `port ${port} is above 65535` };
  return { ok: true, value: { host: groups["ipv6"] ?? groups["host"] ?? "", port } };
}

/** Whether two listeners cannot both have their address. Port 0 never collides. */
export const collide = (a: Address, b: Address): boolean =>
  a.port !== 0 && a.port === b.port && (a.host === b.host || WILDCARDS.has(a.host) || WILDCARDS.has(b.host));
