import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs, errorText } from "@xp-tracker/runtime";
import { KubeApiError } from "../api-error.ts";
import type { KubeClient, KubeLog } from "../kube-client.ts";
import { listAt } from "../lists/list.ts";
import type { ListRequest } from "../lists/lists.ts";
import { readPage } from "../lists/page.ts";
import { differences, objectKey } from "./compare.ts";
import { health } from "./health.ts";
import { keptObjects, type Listed } from "./kept-objects.ts";
import { objectVersion, versionNumber } from "./object-version.ts";
import type { WatchEvent } from "./watch-event.ts";
import { readWatch } from "./watch-stream.ts";
import type { WatchTiming } from "./watch-timing.ts";

export interface ReflectorDeps {
  readonly client: KubeClient;
  /** Bounds the lists that are read at the same time. */
  readonly limit: <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly timing: WatchTiming;
  /** How often what cannot be watched is listed, and for how long what is kept may be out of touch. */
  readonly listIntervalMs: number;
  /** How often what is kept is compared with a full list. */
  readonly resyncIntervalMs: number;
  readonly log?: KubeLog | undefined;
}

export interface Reflected<T> extends Omit<ListRequest<T>, "paths" | "projection"> {
  readonly path: string;
}

/** The objects of one path, kept up to date. */
export interface Reflector<T> {
  /** Resolves once the first list was read, or failed. */
  readonly started: Promise<void>;
  /** The same array until something changes. @throws KubeApiError while it may be older than `listIntervalMs` */
  items(): readonly T[];
  reshape(items: readonly T[], values: readonly T[]): void;
}

interface WholeList<T> {
  readonly listed: readonly Listed<T>[];
  readonly resourceVersion: number | undefined;
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
  const { path, project, pageSize } = reflected;
  const kept = keptObjects<T>();
  const state = health({ graceMs: listIntervalMs, steadyMs: timing.steadyMs });
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  let position: Position;
  let newest = 0;
  // After an end that nobody asked for, the server may be another one, restored from an older state.
  let isDoubtful = false;
  let isWatching = false;
  let stream = new AbortController();
  let deletions: Map<string, number> | undefined;

  /** What is kept of this very state is taken again, so that what did not change stays the same. */
  const listedOf = (object: unknown, mayReuse: boolean): Listed<T> | undefined => {
    const version = objectVersion(object);
    if (version === undefined) return undefined;
    const known = kept.find(version);
    if (mayReuse && known?.version.resourceVersion === version.resourceVersion) return known;
    return { version: { ...version, name: known?.version.name ?? version.name }, value: project(object, known?.value) };
  };

  const list = async (mayReuse = true): Promise<WholeList<T>> => {
    const projected = { project: (object: unknown) => listedOf(object, mayReuse) };
    const options = { ...projected, ...(pageSize === undefined ? {} : { pageSize }) };
    const { items, resourceVersion: text } = await limit(() => listAt(client, path, options, signal), signal);
    const resourceVersion = versionNumber(text);
    // A restored server gives numbers a second time, to other states.
    if (mayReuse && resourceVersion !== undefined && resourceVersion < newest) return list(false);
    newest = resourceVersion ?? 0;
    return { listed: items.filter((item) => item !== undefined), resourceVersion };
  };

  const seed = async (): Promise<Position> => {
    const { listed, resourceVersion } = await list();
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
    newest = resourceVersion;
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
    return state.failures() === 0 ? 0 : backoffMs(state.failures(), timing.backoff);
  };

  const afterFailure = (thrown: unknown): number => {
    if (thrown === REPAIRED) return 0;
    const error = asApiError(path, thrown);
    const { errorClass, httpStatus, retryAfterMs = 0 } = error;
    const cannotBeWatched = isWatching && (errorClass === "forbidden" || httpStatus === 405);
    if (!cannotBeWatched) state.failed(error);
    start();
    isDoubtful = true;
    if (!RESUMABLE.has(errorClass)) position = undefined;
    if (cannotBeWatched || LASTING.has(errorClass)) return listIntervalMs;
    return retryAfterMs + backoffMs(state.failures(), timing.backoff);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const restMs = await step().catch((thrown: unknown) => (signal.aborted ? 0 : afterFailure(thrown)));
      await rest(restMs, signal);
    }
  };

  const compare = async (): Promise<void> => {
    const from = position;
    if (from === undefined) return;
    deletions = new Map();
    const { listed, resourceVersion } = await list();
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

/** After these the events since the last one can still be had. */
const RESUMABLE: ReadonlySet<string> = new Set(["throttled", "server_error", "timeout", "network", "unauthorized"]);

/** What changes with a person's help only is looked at as often as a list would be. */
const LASTING: ReadonlySet<string> = new Set(["forbidden", "not_found"]);

/** A fault in a projection fails its list, as any other failure does, and stops nothing else. */
const asApiError = (path: string, thrown: unknown): KubeApiError =>
  thrown instanceof KubeApiError
    ? thrown
    : new KubeApiError(`${path}: ${errorText(thrown)}`, { errorClass: "malformed", cause: thrown });

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}
