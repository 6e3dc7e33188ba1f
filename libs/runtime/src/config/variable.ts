import type { Parse } from "./parsers.ts";

export const services = ["poller", "exporter", "standalone"] as const;
export type Service = (typeof services)[number];

/** The services that read Kubernetes. */
export const polling = ["poller", "standalone"] as const;
/** The services that serve `/metrics`. */
export const serving = ["exporter", "standalone"] as const;
/** The services that share a snapshot between processes. */
export const apart = ["poller", "exporter"] as const;

/** One environment variable: all that the reader, `--help` and `docs/configuration.md` know of it. */
export interface Variable<T> {
  readonly name: string;
  /** The services that use it. The others check it all the same, because one environment is often shared. */
  readonly services: readonly Service[];
  /** What an unset or empty variable is read as. */
  readonly default: string;
  readonly parse: Parse<T>;
  readonly description: string;
  /** How to get it right: one imperative sentence. */
  readonly remedy: string;
  /** How the value may be shown; by default as it is. */
  readonly show?: (text: string) => string;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;
