import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { makeDirectory } from "./make-directory.ts";

async function somewhere(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "xp-tracker-directory-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

it("makes a directory and those above it, and again, and several at a time", async () => {
  const path = join(await somewhere(), "a", "b", "c");
  await Promise.all([makeDirectory(path), makeDirectory(path), makeDirectory(join(path, "d"))]);
  await makeDirectory(path);
  expect((await stat(join(path, "d"))).isDirectory()).toBe(true);
});

it("fails below a file", async () => {
  const path = join(await somewhere(), "file");
  await writeFile(path, "");
  await expect(makeDirectory(join(path, "a"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

const missing = existsSync("/proc/self") ? undefined : "there is no /proc/self";
it.skipIf(missing !== undefined)(
  `fails, and does not hang, where nothing can be made (${missing ?? "/proc"})`,
  async () => {
    await expect(makeDirectory("/proc/nope/xp-tracker")).rejects.toMatchObject({ code: "ENOENT" });
  },
);
