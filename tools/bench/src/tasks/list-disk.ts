import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { interner, rowReader } from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";
import { settings } from "../cluster.ts";
import { measured } from "../measured.ts";
import type { SavedType } from "./save-pages.ts";

/** The floor: the same pages from disk, JSON.parse, the same rows. No network, no TLS. */
export async function listDisk({ dir }: { readonly dir: string }) {
  const saved = JSON.parse(await readFile(join(dir, "index.json"), "utf8")) as readonly SavedType[];
  const intern = interner();
  const { value, ...cost } = await measured(async () => {
    const rows: Row[] = [];
    for (const { type, files } of saved) {
      const project = rowReader(type, settings, intern);
      for (const file of files) {
        const page = JSON.parse((await readFile(file)).toString()) as { readonly items: readonly unknown[] };
        for (const item of page.items) {
          const row = project(item);
          if (row !== undefined) rows.push(row);
        }
      }
    }
    return rows;
  });
  return { ...cost, objects: value.length };
}
