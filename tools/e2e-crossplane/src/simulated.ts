import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKubeSim } from "@xp-tracker/testing";
import type { KubeSim, RawObject } from "@xp-tracker/testing";

/** A simulated control plane with these objects; `mrds: false` makes it a Crossplane 1.x. */
export async function simulated(
  objects: readonly RawObject[],
  options: { readonly mrds?: boolean } = {},
): Promise<KubeSim> {
  const folder = await mkdtemp(join(tmpdir(), "objects-"));
  try {
    const file = join(folder, "objects.json");
    await writeFile(file, JSON.stringify(objects));
    return await startKubeSim({ objects: [file], ...options });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The annotations that name owners in these tests. */
export const ownerKeys = { creator: "acme.example/creator", team: "acme.example/team" } as const;

export const ownerEnvironment = {
  CREATOR_ANNOTATION_KEY: ownerKeys.creator,
  TEAM_ANNOTATION_KEY: ownerKeys.team,
} as const;
