export { follow } from "./lead/follow.ts";
export { kubeReader } from "./read/kube-reader.ts";
export { endless, inTerm, takeTurns } from "./lead/leadership.ts";
export { connectOptions, readerOptions } from "./options.ts";
export { persistAndAnnounce } from "./persist-and-announce.ts";
export { runPoller } from "./cycle/poller.ts";
export { takeOver } from "./lead/take-over.ts";
