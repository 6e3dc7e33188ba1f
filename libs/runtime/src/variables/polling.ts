import * as parse from "../config/parsers.ts";
import { polling, services } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

const pollModes = ["list", "watch"] as const;
const gvrRemedy = "Give group/version/plural entries with commas between, such as example.org/v1/xdatabases.";
const keyRemedy = "Give the key as Kubernetes writes it, such as platform.example/team.";

/** What is read of the cluster, and how often. */
export const pollingVariables = {
  pollIntervalMs: {
    name: "POLL_INTERVAL_SECONDS",
    services: polling,
    default: "30",
    ...wholeSeconds(86_400),
    description: "Time from the start of one poll cycle to the start of the next; a late cycle is followed at once.",
  },
  pollMode: {
    name: "POLL_MODE",
    services: polling,
    default: "watch",
    parse: parse.oneOf(...pollModes),
    description:
      "`watch` lists each type once and then follows its changes; `list` lists everything in each poll cycle.",
    remedy: "Set it to watch or list.",
  },
  resyncIntervalMs: {
    name: "RESYNC_INTERVAL_SECONDS",
    services: polling,
    default: "3600",
    ...wholeSeconds(604_800),
    description: "How often what is watched is compared with a full list, type by type.",
  },
  claimGvrs: {
    name: "CLAIM_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "Claim types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  xrGvrs: {
    name: "XR_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "XR types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  mrGvrs: {
    name: "MR_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "MR types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  namespaceScope: {
    name: "KUBE_NAMESPACE_SCOPE",
    services: polling,
    default: "",
    parse: parse.optional(parse.namespaceList, undefined),
    description: "Namespaces whose resources are read; all when empty. Cluster-scoped resources are always read.",
    remedy: "Name namespaces with commas between, or leave it unset to read all of them.",
  },
  creatorAnnotationKey: {
    name: "CREATOR_ANNOTATION_KEY",
    services: polling,
    default: "",
    parse: parse.optional(parse.metadataKey, ""),
    description: "Annotation that names the creator; none when empty.",
    remedy: keyRemedy,
  },
  teamAnnotationKey: {
    name: "TEAM_ANNOTATION_KEY",
    services: polling,
    default: "",
    parse: parse.optional(parse.metadataKey, ""),
    description: "Annotation that names the team; none when empty.",
    remedy: keyRemedy,
  },
  compositionLabelKey: {
    name: "COMPOSITION_LABEL_KEY",
    services: polling,
    default: "crossplane.io/composition-name",
    parse: parse.metadataKey,
    description: "Label that names the composition of objects whose spec does not.",
    remedy: keyRemedy,
  },
  compositeLabelKey: {
    name: "COMPOSITE_LABEL_KEY",
    services: polling,
    default: "crossplane.io/composite",
    parse: parse.metadataKey,
    description: "Label of an MR or nested XR that names its root XR.",
    remedy: keyRemedy,
  },
  labelMaxLength: {
    name: "LABEL_MAX_LENGTH",
    services: polling,
    default: "2048",
    parse: parse.wholeNumber(253, 65_536),
    description: "Longest text, in characters, that is taken from an object; longer ones are cut and end with `…`.",
    remedy: "Give a whole number from 253, the longest name of an object, to 65536.",
  },
  clusterName: {
    name: "CLUSTER_NAME",
    services,
    default: "",
    parse: parse.text,
    description: "Name of the cluster; snapshots and messages of another cluster are refused.",
    remedy: "Give the same name to the poller and its exporters.",
  },
} as const satisfies Variables;
