export type { CycleFacts, PersistentStore, PersistOutcome, RestoreOutcome, Store } from "./store.ts";
export type { ObjectRead, ObjectWrite, SnapshotObject } from "./snapshot-object.ts";
