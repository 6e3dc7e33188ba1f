import * as parse from "../config/parsers.ts";
import { polling } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** How the Kubernetes API is reached. */
export const kubernetesVariables = {
  kubeconfigPath: {
    name: "KUBECONFIG",
    services: polling,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "kubeconfig outside of a cluster; `~/.kube/config` when empty.",
    remedy: "Name a kubeconfig file.",
  },
  kubeContext: {
    name: "KUBE_CONTEXT",
    services: polling,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "Context of the kubeconfig; its current one when empty.",
    remedy: "Name a context of the kubeconfig.",
  },
  kubeRequestTimeoutMs: {
    name: "KUBE_REQUEST_TIMEOUT_SECONDS",
    services: polling,
    default: "30",
    ...wholeSeconds(3600),
    description: "Deadline of one request to the Kubernetes API, its body included.",
  },
  listConcurrency: {
    name: "LIST_CONCURRENCY",
    services: polling,
    default: "4",
    parse: parse.wholeNumber(1, 64),
    description: "How many types are listed at the same time.",
    remedy: "Give a whole number from 1 to 64.",
  },
  listConsistency: {
    name: "LIST_CONSISTENCY",
    services: polling,
    default: "exact",
    parse: parse.oneOf("exact", "cached"),
    description:
      "With `POLL_MODE=list`: `cached` reads what the API server's watch cache holds, for a third of its CPU, and as old as that is.",
    remedy: "Give `exact` or `cached`.",
  },
} as const satisfies Variables;
