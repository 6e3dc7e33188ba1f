import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A copy of a kubeconfig whose server is reached through another port of this machine. */
export async function kubeconfigThrough(path: string, port: number) {
  const folder = await mkdtemp(join(tmpdir(), "xp-tracker-soak-"));
  const copy = join(folder, "kubeconfig");
  const text = await readFile(path, "utf8");
  await writeFile(copy, text.replace(/(server: "?https:\/\/127\.0\.0\.1:)\d+/, `$1${port}`));
  return { path: copy, stop: () => rm(folder, { recursive: true, force: true }) };
}
