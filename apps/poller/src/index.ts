export { kubeReader } from "./kube-reader.ts";
export { connectOptions, readerOptions } from "./options.ts";
export { persistAndAnnounce } from "./persist-and-announce.ts";
export { runPoller } from "./poller.ts";
export { takeOver } from "./take-over.ts";
