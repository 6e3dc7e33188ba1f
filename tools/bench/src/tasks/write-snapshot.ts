import { encodeSnapshot, fileObject } from "@xp-tracker/store";
import { never } from "../cluster.ts";
import { measured } from "../measured.ts";
import { lazySnapshot } from "../synthetic-rows.ts";

/** Writes a snapshot of that many rows into a directory, as the file store does. */
export async function writeSnapshot({ dir, rows }: { readonly dir: string; readonly rows: number }) {
  const object = fileObject({ dir });
  const { value, ...cost } = await measured(() => object.put(encodeSnapshot(lazySnapshot(rows)), undefined, never));
  if (value.kind !== "written") throw new Error("there is a snapshot already");
  return { ...cost, bytes: value.bytes };
}
