export { persistentStoreContract } from "./contract/persistent-store-contract.ts";
export type { PersistentHarness } from "./contract/persistent-store-contract.ts";
export { snapshotObjectContract } from "./contract/snapshot-object-contract.ts";
export type { SnapshotObjectHarness } from "./contract/snapshot-object-contract.ts";
export { storeContract } from "./contract/store-contract.ts";
export type { MakeStore } from "./contract/store-contract.ts";
