import { AppError } from "@xp-tracker/runtime";
import type { Config, Log } from "@xp-tracker/runtime";
import { fileStore } from "./file-store.ts";
import { memoryStore } from "./memory-store.ts";
import { s3Store } from "./s3-store.ts";
import type { PersistentStore, Store } from "./store.ts";

type StoreSettings = Pick<Config, "store" | "clusterName" | "snapshotMaxBytes">;

/** The store that the configuration names. Nothing is read or written yet. */
export function openStore(config: StoreSettings, log: Log): Store | PersistentStore {
  const { store, clusterName: cluster, snapshotMaxBytes: maxBytes } = config;
  const inner = memoryStore({ cluster });
  if (store.backend === "memory") return inner;
  return store.backend === "file"
    ? fileStore(inner, { ...store, cluster, maxBytes })
    : s3Store(inner, { ...store, cluster, maxBytes, log });
}

export const isPersistent = (store: Store | PersistentStore): store is PersistentStore => "persist" in store;

/** {@link openStore} for processes that share a snapshot with others. @throws AppError CONFIG_INVALID for memory */
export function openPersistentStore(config: StoreSettings, log: Log): PersistentStore {
  const store = openStore(config, log);
  if (isPersistent(store)) return store;
  throw new AppError("CONFIG_INVALID", "STORE_BACKEND=memory cannot be shared with another process", {
    remedy: "Set STORE_BACKEND to file or s3.",
  });
}
