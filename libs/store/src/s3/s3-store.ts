import { persistentStore } from "../persistent-store.ts";
import type { PersistentStoreOptions } from "../persistent-store.ts";
import { s3Object } from "./s3-object.ts";
import type { S3ObjectOptions } from "./s3-object.ts";
import type { PersistentStore, Store } from "../store.ts";

/** A store that persists into S3: for pollers and exporters on different machines. */
export const s3Store = (inner: Store, options: S3ObjectOptions & PersistentStoreOptions): PersistentStore =>
  persistentStore(inner, s3Object(options), options);
