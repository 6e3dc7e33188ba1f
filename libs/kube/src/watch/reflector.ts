import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs, errorText } from "@xp-tracker/runtime";
import type { KubeClient, KubeLog } from "../kube-client.ts";
import { readPage } from "../lists/page.ts";
import { afterFailure, asApiError } from "./after-failure.ts";
import { differences, objectKey } from "./compare.ts";
import { health } from "./health.ts";
import { keptObjects } from "./kept-objects.ts";
import { versionNumber } from "./object-version.ts";
import type { WatchEvent } from "./watch-event.ts";
import { readWatch } from "./watch-stream.ts";
import type { WatchTiming } from "./watch-timing.ts";
import { wholeLists } from "./whole-list.ts";
import type { ListLimit, Reflected } from "./whole-list.ts";

export interface ReflectorDeps {
  readonly client: KubeClient;
  readonly limit: ListLimit;
  readonly timing: WatchTiming;
  /** How often what cannot be watched is listed, and for how long what is kept may be out of touch. */
  readonly listIntervalMs: number;
  /** How often what is kept is compared with a full list. */
  readonly resyncIntervalMs: number;
  readonly log?: KubeLog | undefined;
}

/** The objects of one path, kept up to date. */
export interface Reflector<T> {
  /** Resolves once the first list was read, or failed. */
  readonly started: Promise<void>;
  /** The same array until something changes. @throws KubeApiError while it may be older than `listIntervalMs` */
  items(): readonly T[];
  reshape(items: readonly T[], values: readonly T[]): void;
}

/** Where a watch goes on. Undefined: nowhere, so that a list comes first. */
type Position = number | undefined;

const REPAIRED = new Error("what was kept is repaired");

/**
 * Lists once, and then follows what happens, until `signal` aborts. No end of a watch loses anything: the next one goes on
 * after the last event, and where the server no longer can or may have gone back in time, everything is listed anew.
 */
export function reflector<T>(deps: ReflectorDeps, reflected: Reflected<T>, signal: AbortSignal): Reflector<T> {
  const { client, limit, timing, listIntervalMs, resyncIntervalMs, log } = deps;
  const { path, project } = reflected;
  const kept = keptObjects<T>();
  const lists = wholeLists(deps, reflected, kept, signal);
  const state = health({ graceMs: listIntervalMs, steadyMs: timing.steadyMs });
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  let position: Position;
  // After an end that nobody asked for, the server may be another one, restored from an older state.
  let isDoubtful = false;
  let isWatching = false;
  let stream = new AbortController();
  let deletions: Map<string, number> | undefined;

  const seed = async (): Promise<Position> => {
    const { listed, resourceVersion } = await lists.read();
    kept.fill(listed);
    state.listed();
    start();
    return resourceVersion;
  };

  /** A watch from a version that a restored server has not reached yet would be silent. */
  const verified = async (known: number): Promise<Position> => {
    const answer = await limit(() => client.get(path, { limit: 1 }, signal), signal);
    const now = versionNumber(readPage(path, answer).resourceVersion);
    return now !== undefined && now >= known ? known : seed();
  };

  const onEvent = (event: Exclude<WatchEvent, { type: "ERROR" }>): void => {
    state.heard();
    if (event.type === "BOOKMARK") {
      position = Math.max(position ?? 0, event.resourceVersion);
      return;
    }
    const { type, version, object } = event;
    const { resourceVersion } = version;
    // Repeated or late: its outcome is known already.
    const known = kept.find(version);
    if (resourceVersion < (position ?? 0) || resourceVersion <= (known?.version.resourceVersion ?? 0)) return;
    if (type === "DELETED") {
      kept.remove(version);
      deletions?.set(objectKey(version), resourceVersion);
    } else kept.put({ version, value: project(object, known?.value) });
    position = resourceVersion;
    lists.saw(resourceVersion);
  };

  const follow = async (from: number): Promise<void> => {
    stream = new AbortController();
    isWatching = true;
    const options = { path, from, timing, onOpen: state.opened, onEvent };
    try {
      isDoubtful = (await readWatch(client, options, AbortSignal.any([signal, stream.signal]))).early;
    } finally {
      // Else what listens to it is kept until the process is told to stop.
      stream.abort();
      if (state.isOpen()) state.closed();
    }
  };

  /** How long to rest before the next step, in milliseconds. */
  const step = async (): Promise<number> => {
    isWatching = false;
    if (position === undefined) position = await seed();
    else if (isDoubtful) position = await verified(position);
    isDoubtful = false;
    if (position === undefined) return listIntervalMs;
    await follow(position);
    if (state.failures() === 0) return 0;
    // Accepted, and ended at once, again and again: what is between does not let streams through, but lists.
    const graceLeftMs = state.graceLeftMs();
    if (graceLeftMs === 0) position = undefined;
    return Math.min(backoffMs(state.failures(), timing.backoff), graceLeftMs);
  };

  const recover = (thrown: unknown): number => {
    if (thrown === REPAIRED) return 0;
    const error = asApiError(path, thrown);
    const { counts, resumes, rests } = afterFailure(error, isWatching);
    if (counts) state.failed(error);
    start();
    isDoubtful = true;
    if (!resumes) position = undefined;
    // What stands between may ask for hours, the server itself for seconds.
    const askedMs = Math.min(error.retryAfterMs ?? 0, timing.backoff.maxMs);
    return rests ? listIntervalMs : askedMs + backoffMs(state.failures(), timing.backoff);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const restMs = await step().catch((thrown: unknown) => (signal.aborted ? 0 : recover(thrown)));
      await rest(restMs, signal);
    }
  };

  const compare = async (): Promise<void> => {
    const from = position;
    if (from === undefined) return;
    deletions = new Map();
    const { listed, resourceVersion } = await lists.read();
    await rest(timing.settleMs, signal);
    if (resourceVersion === undefined || position === undefined || !state.isOpen()) return;
    const objects = differences({ kept, listed, resourceVersion, deletions });
    if (objects === 0 && resourceVersion >= from) return;
    log?.warn("watched objects differed from a full list and are repaired", { path, objects });
    kept.fill(listed);
    position = resourceVersion;
    stream.abort(REPAIRED);
  };

  const compareAgainAndAgain = async (): Promise<void> => {
    // The first ones are spread, so that the types do not come all at once.
    for (let part = 0.5 + Math.random() / 2; !signal.aborted; part = 0.9 + Math.random() / 5) {
      await rest(resyncIntervalMs * part, signal);
      await compare().catch((error: unknown) => {
        if (!signal.aborted) log?.warn("watched objects were not compared", { path, reason: errorText(error) });
      });
      deletions = undefined;
    }
  };

  void run();
  void compareAgainAndAgain();
  return {
    started,
    items() {
      const error = state.error();
      if (error !== undefined) throw error;
      return kept.items();
    },
    reshape: (items, values) => kept.reshape(items, values),
  };
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}
