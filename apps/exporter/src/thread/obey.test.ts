import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import type { Order, Report } from "./messages.ts";
import { obey } from "./obey.ts";

const order = (port: MessageChannel["port1"], text: Order): void => port.postMessage(text, []);
const nextReport = async (port: MessageChannel["port1"]): Promise<Report> =>
  ((await once(port, "message")) as [Report])[0];

it("gives the look under way up when it is told to, reports nothing of it however late it ends, and does the next", async () => {
  const { port1: main, port2: thread } = new MessageChannel();
  const looks: AbortSignal[] = [];
  const begun = new MessageChannel();
  const started = nextReport(main);
  const firstHasEnded = Promise.withResolvers<void>();
  const begins = once(begun.port1, "message");
  const nextBegins = begins.then(() => once(begun.port1, "message"));
  obey(thread, "here", async (signal) => {
    looks.push(signal);
    begun.port2.postMessage("begun", []);
    if (looks.length > 1) {
      await firstHasEnded.promise;
      return { found: { kind: "absent", restoreMs: 1 } };
    }
    await nextBegins;
    firstHasEnded.resolve();
    throw new Error("given up");
  });
  expect(await started).toEqual({ kind: "started", location: "here" });

  order(main, "look");
  await begins;
  const report = nextReport(main);
  order(main, "abort");
  order(main, "look");
  expect(await report).toEqual({ kind: "looked", found: { kind: "absent", restoreMs: 1 } });
  expect(looks.map(({ aborted }) => aborted)).toEqual([true, false]);
  for (const port of [main, begun.port1]) port.close();
});
