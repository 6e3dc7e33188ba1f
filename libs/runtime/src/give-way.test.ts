import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { once } from "node:events";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";

const missing = existsSync("/proc/thread-self") ? undefined : "there is no /proc/thread-self";

describe("a thread that gives way", () => {
  it.skipIf(missing !== undefined)(`does so alone${missing === undefined ? "" : ` (${missing})`}`, async () => {
    const usual = getPriority();
    const nice = usual + 3;
    const module = new URL("./give-way.ts", import.meta.url).href;
    const worker = new Worker(
      `import(${JSON.stringify(module)}).then(({ giveWay }) => {
        giveWay(${nice});
        require("node:worker_threads").parentPort.postMessage(require("node:fs").readFileSync("/proc/thread-self/stat", "utf8"));
      });`,
      { eval: true },
    );
    const [stat] = (await once(worker, "message")) as [string];
    await worker.terminate();
    expect(niceOf(stat)).toBe(nice);
    expect(niceOf(readFileSync(`/proc/${readlinkSync("/proc/thread-self")}/stat`, "utf8"))).toBe(usual);
    expect(getPriority()).toBe(usual);
  });
});

/** proc(5): the 19th field, of which the second one may hold spaces. */
const niceOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
