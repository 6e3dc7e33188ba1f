import * as parse from "../config/parsers.ts";
import { polling } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

const leaderElections = ["auto", "on", "off"] as const;

/** Which of several pollers writes. */
export const leadershipVariables = {
  leaderElection: {
    name: "LEADER_ELECTION",
    services: polling,
    default: "auto",
    parse: parse.oneOf(...leaderElections),
    description:
      "Whether a Lease decides which of several pollers polls and writes: `on`, `off`, or `auto`: on in a pod that may use the Lease. The memory store needs none.",
    remedy: "Set it to auto, on or off.",
  },
  leaseName: {
    name: "LEASE_NAME",
    services: polling,
    default: "xp-tracker-poller",
    parse: parse.objectName,
    description: "Name of the Lease; pollers with the same one take turns.",
    remedy: "Give the name that a Kubernetes object can have, one for each snapshot.",
  },
  leaseNamespace: {
    name: "LEASE_NAMESPACE",
    services: polling,
    default: "",
    parse: parse.optional(parse.namespace, undefined),
    description:
      "Namespace of the Lease; that of the service account, else that of the kubeconfig's context, when empty.",
    remedy: "Name an existing namespace.",
  },
  leaseDurationMs: {
    name: "LEASE_DURATION_SECONDS",
    services: polling,
    default: "15",
    ...wholeSeconds(3600),
    description:
      "How long others wait for a leader that is silent; it stops writing after two thirds of that without a renewal.",
  },
} as const satisfies Variables;
