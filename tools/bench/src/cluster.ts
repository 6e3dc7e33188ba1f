import type { DiscoveredType } from "@xp-tracker/crossplane";
import { connectKube } from "@xp-tracker/kube";
import type { KubeClient } from "@xp-tracker/kube";
import { kubeReader } from "@xp-tracker/poller";

export const never: AbortSignal = new AbortController().signal;

export const settings = {
  creatorAnnotationKey: "platform.example/creator",
  teamAnnotationKey: "platform.example/team",
  compositionLabelKey: "crossplane.io/composition-name",
  compositeLabelKey: "crossplane.io/composite",
};

export const connect = (kubeconfigPath: string): Promise<KubeClient> =>
  connectKube({ kubeconfigPath, requestTimeoutMs: 120_000, userAgent: "xp-tracker-bench" });

const HOUR_MS = 3_600_000;

/** Reads a cluster as the poller does. */
export const readerOf = (client: KubeClient, pollMode: "list" | "watch") =>
  kubeReader({
    client,
    extra: { extraClaims: [], extraXRs: [], extraMRs: [] },
    namespaces: undefined,
    settings,
    reading: { pollMode, pollIntervalMs: HOUR_MS, resyncIntervalMs: HOUR_MS, listConcurrency: 4 },
  });

/** The types of the platform. @throws Error when they cannot be found */
export async function typesOf(client: KubeClient): Promise<readonly DiscoveredType[]> {
  const { types, errors } = await readerOf(client, "list").discover(never);
  if (errors.length > 0) throw new Error("discovery failed", { cause: errors });
  return types;
}
