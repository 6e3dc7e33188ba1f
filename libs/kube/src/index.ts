export { KubeApiError } from "./api-error.ts";
export type { FailureClass } from "./api-error.ts";
export { connectKube } from "./connect-kube.ts";
export type { ConnectOptions } from "./connect-kube.ts";
export { discover, keepKnown } from "./discover.ts";
export type { DefinitionList, Discovery, DiscoveryError, DiscoveryProblem, ExtraTypes } from "./discovery.ts";
export type { KubeClient, KubeLog, Query } from "./kube-client.ts";
export { listObjects, listPath } from "./list.ts";
export type { ListOptions, PathListOptions } from "./list.ts";
