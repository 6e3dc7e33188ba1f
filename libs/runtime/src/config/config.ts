import type { Parsed } from "@xp-tracker/crossplane";
import type { configTable } from "./config-table.ts";
import type { Service } from "./variable.ts";

type Table = typeof configTable;
type ValueOf<V> = V extends { parse: (text: string) => Parsed<infer T> } ? T : never;

/** What each variable was read as, by its name in the table. */
export type Values = { readonly [Key in keyof Table]: ValueOf<Table[Key]> };

export type StoreConfig =
  | { readonly backend: "memory" }
  | { readonly backend: "file"; readonly dir: string }
  | {
      readonly backend: "s3";
      readonly bucket: string;
      readonly prefix: string;
      readonly region: string;
      /** Undefined is AWS. */
      readonly endpoint: string | undefined;
      /** Undefined: the authorities that Node trusts. */
      readonly caFile: string | undefined;
      readonly timeoutMs: number;
    };

type StoreKey = Extract<keyof Table, "storeBackend" | "fileStoreDir" | `s3${string}`>;

/** The settings of one process. Durations are milliseconds. */
export interface Config extends Omit<Values, StoreKey> {
  readonly service: Service;
  readonly store: StoreConfig;
}
