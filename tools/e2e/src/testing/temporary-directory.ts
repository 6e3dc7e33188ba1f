import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function temporaryDirectory(): Promise<{ readonly path: string; readonly stop: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "xp-tracker-e2e-"));
  return { path, stop: () => rm(path, { recursive: true, force: true }) };
}
