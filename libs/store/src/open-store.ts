import { AppError } from "@xp-tracker/runtime";
import type { Config, Log, StoreConfig } from "@xp-tracker/runtime";
import { fileObject } from "./file/file-object.ts";
import { memoryStore } from "./memory-store.ts";
import { persistentStore } from "./persistent-store.ts";
import { s3Object } from "./s3/s3-object.ts";
import type { SnapshotObject } from "./object/snapshot-object.ts";
import { snapshotReader } from "./runs/snapshot-reader.ts";
import type { Makers, SnapshotReader } from "./runs/snapshot-reader.ts";
import type { PersistentStore, Store } from "./store.ts";

type ReaderSettings = Pick<Config, "store" | "clusterName" | "snapshotMaxBytes" | "snapshotMaxRows">;
type StoreSettings = ReaderSettings & Pick<Config, "snapshotCompression">;

/** The store that the configuration names. Nothing is read or written yet. */
export function openStore(config: StoreSettings, log: Log): Store | PersistentStore {
  const inner = memoryStore({ cluster: config.clusterName });
  const object = openObject(config.store, log);
  return object === undefined
    ? inner
    : persistentStore(inner, object, { ...readOptions(config), compression: config.snapshotCompression });
}

export const isPersistent = (store: Store | PersistentStore): store is PersistentStore => "persist" in store;

/** {@link openStore} for processes that share a snapshot with others. @throws AppError CONFIG_INVALID for memory */
export function openPersistentStore(config: StoreSettings, log: Log): PersistentStore {
  const store = openStore(config, log);
  if (isPersistent(store)) return store;
  throw notShared();
}

/** The reader of the snapshot that the configuration names, for a process that serves it. @throws AppError CONFIG_INVALID for memory */
export function openSnapshotReader<T>(config: ReaderSettings, log: Log, makers: Makers<T>): SnapshotReader<T> {
  const object = openObject(config.store, log);
  if (object === undefined) throw notShared();
  return snapshotReader(object, readOptions(config), makers);
}

const readOptions = ({ clusterName, snapshotMaxBytes, snapshotMaxRows }: ReaderSettings) => ({
  cluster: clusterName,
  maxBytes: snapshotMaxBytes,
  maxRows: snapshotMaxRows,
});

function openObject(store: StoreConfig, log: Log): SnapshotObject | undefined {
  if (store.backend === "memory") return undefined;
  return store.backend === "file" ? fileObject(store) : s3Object({ ...store, log });
}

const notShared = (): AppError =>
  new AppError("CONFIG_INVALID", "STORE_BACKEND=memory cannot be shared with another process", {
    remedy: "Set STORE_BACKEND to file or s3.",
  });
