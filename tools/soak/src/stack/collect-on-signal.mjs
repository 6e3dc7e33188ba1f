// Preloaded into the services, in all of their threads: SIGUSR2 collects all garbage. V8 else does so when its heap has
// grown by a third, which takes a process that does little an hour.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");
/** What V8 does before it gives up: it returns empty pages too, where it else keeps up to 32 MB for young objects. */
const collect = () => gc({ type: "major", execution: "sync", flavor: "last-resort" });
const others = new BroadcastChannel("collect garbage");
if (isMainThread) {
  process.on("SIGUSR2", () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel between threads has no origin
    others.postMessage("");
    collect();
  });
} else others.addEventListener("message", () => collect());
others.unref();
