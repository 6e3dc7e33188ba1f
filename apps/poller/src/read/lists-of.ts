import { answeringLists, freshLists, watchedLists } from "@xp-tracker/kube";
import type { KubeClient, Lists } from "@xp-tracker/kube";
import type { Config, Log } from "@xp-tracker/runtime";

export interface ListsSettings extends Pick<
  Config,
  "pollMode" | "pollIntervalMs" | "resyncIntervalMs" | "listConcurrency"
> {
  readonly listConsistency?: Config["listConsistency"];
  readonly log?: Log | undefined;
}

const ways: Readonly<Record<Config["pollMode"], (client: KubeClient, settings: ListsSettings) => Lists>> = {
  list: (client, { listConsistency }) => freshLists(client, { fromCache: listConsistency === "cached" }),
  watch: (client, { pollIntervalMs, resyncIntervalMs, listConcurrency, log }) =>
    answeringLists(
      client,
      watchedLists(client, { listIntervalMs: pollIntervalMs, resyncIntervalMs, listConcurrency, log }),
    ),
};

/** The configured way of reading lists. */
export const listsOf = (client: KubeClient, settings: ListsSettings): Lists =>
  ways[settings.pollMode](client, settings);
