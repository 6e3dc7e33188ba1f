export type { ClusterReader, Reading } from "./cluster-reader.ts";
export { kubeReader } from "./kube-reader.ts";
export { persistAndAnnounce } from "./persist-and-announce.ts";
export type { PersistDeps } from "./persist-and-announce.ts";
export { runPoller } from "./poller.ts";
export type { PollerDeps } from "./poller.ts";
