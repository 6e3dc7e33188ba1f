import { abortable } from "@xp-tracker/runtime";
import type { KubeClient, KubeLog } from "../kube-client.ts";
import { limiter } from "../lists/limiter.ts";
import type { ListRequest, Lists } from "../lists/lists.ts";
import { reflector, type Reflector } from "./reflector.ts";
import { defaultTiming, type WatchTiming } from "./watch-timing.ts";

export interface WatchOptions {
  /** Lists that are read at the same time. */
  readonly listConcurrency: number;
  /** How often what cannot be watched is listed, and for how long what is kept may be out of touch with the server. */
  readonly listIntervalMs: number;
  /** How often what is kept is compared with a full list. */
  readonly resyncIntervalMs: number;
  readonly log?: KubeLog | undefined;
  readonly timing?: WatchTiming;
}

interface Followed {
  readonly abort: AbortController;
  readonly parts: readonly Reflector<unknown>[];
  isUsed: boolean;
  /** What was given last, of several paths. */
  joined: { readonly from: readonly (readonly unknown[])[]; readonly items: readonly unknown[] } | undefined;
}

/** Lists each path once, when it is first asked for, and follows what happens there from then on. */
export function watchedLists(client: KubeClient, options: WatchOptions): Lists {
  const { timing = defaultTiming, listConcurrency, ...rest } = options;
  const deps = { ...rest, client, timing, limit: limiter(listConcurrency) };
  const followed = new Map<string, Followed>();
  const givers = new WeakMap<readonly unknown[], Followed>();

  const follow = <T>({ paths, projection: _projection, ...request }: ListRequest<T>): Followed => {
    const abort = new AbortController();
    const parts = paths.map((path) => reflector(deps, { ...request, path }, abort.signal));
    return { abort, parts, isUsed: true, joined: undefined };
  };

  const itemsOf = (one: Followed): readonly unknown[] => {
    const from = one.parts.map((part) => part.items());
    if (from.length === 1) return from[0] ?? [];
    if (one.joined === undefined || from.some((items, index) => items !== one.joined?.from[index])) {
      one.joined = { from, items: from.flat() };
    }
    return one.joined.items;
  };

  return {
    async objects<T>(request: ListRequest<T>, signal: AbortSignal) {
      const key = JSON.stringify([request.projection, request.paths]);
      const one = followed.get(key) ?? follow(request);
      followed.set(key, one);
      one.isUsed = true;
      await abortable(Promise.all(one.parts.map(({ started }) => started)), signal);
      const items = itemsOf(one);
      givers.set(items, one);
      return items as readonly T[];
    },

    reshape(items, values) {
      const parts = givers.get(items)?.parts ?? [];
      // What was joined of several paths is no reflector's own array.
      if (parts.length === 1) parts[0]?.reshape(items, values);
    },

    sweep() {
      for (const [key, one] of followed) {
        if (!one.isUsed) {
          one.abort.abort();
          followed.delete(key);
        }
        one.isUsed = false;
      }
    },

    close() {
      for (const { abort } of followed.values()) abort.abort();
      followed.clear();
    },
  };
}
