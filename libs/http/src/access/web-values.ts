import type { FieldReading, webFields } from "./web-fields.ts";

type Fields = typeof webFields;
type ValueOf<F> = F extends (value: never) => FieldReading<infer T> ? T : never;

/** What each key was read as, by its path; keys that are not in the file are missing. */
export type WebValues = { readonly [Path in keyof Fields]?: ValueOf<Fields[Path]> };

export interface WebConfig {
  readonly values: WebValues;
  /** Hashes of their passwords by names. */
  readonly users: ReadonlyMap<string, string>;
  /** The line of each key, and of the first key of each section. */
  readonly lineOf: (path: string) => number;
}
