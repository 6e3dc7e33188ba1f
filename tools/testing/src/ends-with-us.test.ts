import { spawnSync } from "node:child_process";
import { expect, it, vi } from "vitest";

const module = new URL("./ends-with-us.ts", import.meta.url).href;

/** Starts twelve processes that would stay for a minute, says which, and ends. */
const program = `
  import { spawn } from "node:child_process";
  import { endsWithUs } from ${JSON.stringify(module)};
  for (let index = 0; index < 12; index++) {
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    endsWithUs(child);
    console.log(child.pid);
  }
  process.exit();`;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it("no child outlives the process that started it, and Node has nothing to warn of", async () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  const pids = stdout.trim().split("\n").map(Number);
  expect(pids).toHaveLength(12);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5_000, interval: 20 });
});
