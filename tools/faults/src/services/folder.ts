import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new directory. */
export async function folder(): Promise<{
  readonly path: string;
  readonly write: (name: string, text: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), "xp-tracker-faults-"));
  return {
    path,
    write: async (name, text) => {
      const file = join(path, name);
      await writeFile(file, text);
      return file;
    },
    stop: () => rm(path, { recursive: true, force: true }),
  };
}
