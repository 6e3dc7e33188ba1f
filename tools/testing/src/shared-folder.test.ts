import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { sharedPath, sharedSkipReason } from "./shared-folder.ts";

function shared(folder: string): void {
  vi.stubEnv("XP_SHARED_DIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
}

it("is a reason to skip only where no folder is named", () => {
  shared("");
  expect(sharedSkipReason("golden")).toBe("XP_SHARED_DIR is not set");
});

it("is none where the folder has what is needed, and a mistake where it has not", () => {
  const folder = mkdtempSync(join(tmpdir(), "shared-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "golden"));
  shared(folder);
  expect(sharedSkipReason("golden")).toBeUndefined();
  expect(sharedPath("golden/a.json")).toBe(join(folder, "golden", "a.json"));
  expect(() => sharedSkipReason("gone")).toThrow(`there is no ${join(folder, "gone")}`);
});
