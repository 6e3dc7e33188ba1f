import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { DiscoveredType } from "@xp-tracker/crossplane";
import { pathsOf } from "@xp-tracker/kube";
import { connect, never, typesOf } from "../cluster.ts";

export interface SavedType {
  readonly type: DiscoveredType;
  readonly files: readonly string[];
}

/** Writes the pages of every list into a directory as the server sends them, with an index of them. */
export async function savePages(input: { readonly kubeconfigPath: string; readonly dir: string }) {
  const client = await connect(input.kubeconfigPath);
  const saved: SavedType[] = [];
  let count = 0;
  for (const type of await typesOf(client)) {
    const files: string[] = [];
    const [path = ""] = pathsOf(type.gvr, { namespaced: type.namespaced });
    let token: string | undefined;
    do {
      const page = await buffer(await client.stream(path, { limit: 500, continue: token }, never));
      const file = join(input.dir, `${(count += 1)}.json`);
      await writeFile(file, page);
      files.push(file);
      token = (JSON.parse(page.toString()) as { metadata?: { continue?: string } }).metadata?.continue;
    } while (token !== undefined && token !== "");
    saved.push({ type, files });
  }
  await writeFile(join(input.dir, "index.json"), JSON.stringify(saved));
  await client.close();
  return { pages: count };
}
