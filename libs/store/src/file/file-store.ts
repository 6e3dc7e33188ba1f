import { fileObject } from "./file-object.ts";
import type { FileObjectOptions } from "./file-object.ts";
import { persistentStore } from "../persistent-store.ts";
import type { PersistentStoreOptions } from "../persistent-store.ts";
import type { PersistentStore, Store } from "../store.ts";

/** A store that persists into a directory: the way to run poller and exporters apart on one machine or volume. */
export const fileStore = (inner: Store, options: FileObjectOptions & PersistentStoreOptions): PersistentStore =>
  persistentStore(inner, fileObject(options), options);
