import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory and those above it, unless it is there. Node's own `recursive` never comes back below a directory
 * such as /proc, which takes no entries and says that there are none.
 * @throws the error of the file system
 */
export async function makeDirectory(path: string): Promise<void> {
  const missing = await mkdir(path).catch(unlessThere);
  if (missing === undefined) return;
  if (dirname(path) === path) throw missing;
  await makeDirectory(dirname(path));
  const stillMissing = await mkdir(path).catch(unlessThere);
  if (stillMissing !== undefined) throw stillMissing;
}

/** Gives back that a directory above is missing. */
function unlessThere(error: unknown): Error | undefined {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  if (error.code === "EEXIST") return undefined;
  if (error.code === "ENOENT") return error;
  throw error;
}
