export { follow } from "./follow.ts";
export { kubeReader } from "./kube-reader.ts";
export { endless, inTerm, takeTurns } from "./leadership.ts";
export { connectOptions, readerOptions } from "./options.ts";
export { persistAndAnnounce } from "./persist-and-announce.ts";
export { runPoller } from "./poller.ts";
export { takeOver } from "./take-over.ts";
