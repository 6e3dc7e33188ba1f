import { AppError } from "../errors/app-error.ts";
import type { Main } from "../service.ts";
import { runService } from "../service.ts";

/** Services that end in the ways that a real one may; the test names one by the first argument of its process. */
const mains: Readonly<Record<string, Main>> = {
  "ends by itself": async ({ log }) => log.info("done"),
  "waits for the signal": ({ signal, log }) => {
    log.info("up");
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  },
  "throws the signal's reason": ({ signal, log }) => {
    log.info("up");
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  },
  "never ends": ({ log }) => {
    log.info("up");
    return new Promise(() => undefined);
  },
  "fails at start": () => {
    const cause = new Error("EADDRINUSE");
    throw new AppError("PORT_IN_USE", "cannot listen on :8080", { cause, remedy: "stop the other process" });
  },
  "fails while stopping": ({ signal, log }) => {
    log.info("up");
    return new Promise((_resolve, reject) =>
      signal.addEventListener("abort", () => reject(new Error("last write failed"))),
    );
  },
  "rejects unseen": async ({ log }) => {
    log.info("up");
    void Promise.reject(new Error("nobody awaited this"));
    await new Promise(() => undefined);
  },
};

const main = mains[process.env["FIXTURE"] ?? ""];
if (main === undefined) throw new Error("FIXTURE names no fixture");
await runService("standalone", main, async () => ({
  webConfigFile: (path) => [{ reason: `looked into ${path}` }],
}));
