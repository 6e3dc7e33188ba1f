import type { ConnectOptions } from "@xp-tracker/kube";
import type { Config, Log } from "@xp-tracker/runtime";
import type { KubeReaderOptions } from "./read/kube-reader.ts";
import { labelCutReporter } from "./read/label-cuts.ts";

/** How to connect to the cluster, as configured. */
export const connectOptions = (config: Config, version: string): Omit<ConnectOptions, "log"> => ({
  kubeconfigPath: config.kubeconfigPath,
  context: config.kubeContext,
  requestTimeoutMs: config.kubeRequestTimeoutMs,
  userAgent: `xp-tracker/${version}`,
});

/** What to read there, as configured. */
export const readerOptions = (config: Config, log?: Log): Omit<KubeReaderOptions, "client"> => ({
  extra: { extraClaims: config.claimGvrs, extraXRs: config.xrGvrs, extraMRs: config.mrGvrs },
  namespaces: config.namespaceScope,
  settings: { ...config, onLabelCut: labelCutReporter(log) },
  reading: { ...config, log },
});
