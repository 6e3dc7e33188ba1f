import type { Stored } from "./stored.ts";

/** A change of one object: ADDED has no `before`, DELETED no `after`. */
export interface Change {
  readonly resourceVersion: number;
  readonly before: Stored | undefined;
  readonly after: Stored | undefined;
  /** What a DELETED event shows: the last state, under the deletion's own resourceVersion. */
  readonly deleted: Stored | undefined;
}

type Listener = (change: Change) => void;

type AtVersion = { readonly kind: "found"; readonly objects: readonly Stored[] } | { readonly kind: "compacted" };

/** All objects of one type, in key order, with the recent past. */
export interface Collection {
  readonly get: (key: string) => Stored | undefined;
  readonly size: () => number;
  /** The objects as they are now; the array never changes afterwards. */
  readonly all: () => readonly Stored[];
  /** The objects as they were at a resourceVersion. */
  readonly allAt: (resourceVersion: number) => AtVersion;
  readonly apply: (change: Change) => void;
  /** Adds or replaces many without events; the past is forgotten. */
  readonly fill: (objects: readonly Stored[]) => void;
  /** The newest resourceVersion of this type, and the oldest one from which a watch can start. */
  readonly newest: () => number;
  readonly oldest: () => number;
  readonly changesAfter: (resourceVersion: number) => readonly Change[];
  readonly listen: (listener: Listener, onEnd: () => void) => () => void;
  readonly compact: (resourceVersion: number) => void;
  /** Ends every watch. */
  readonly end: () => void;
}

/** Enough for the slowest pager; kept by count, so that memory stays bounded whatever the rate of change. */
const KEPT_CHANGES = 20_000;

/** Index of the first object whose key is not less. Keys compare by UTF-16 unit, which for Kubernetes names is byte order. */
export function lowerBound(objects: readonly Stored[], key: string): number {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((objects[middle] as Stored).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function put(objects: Stored[], key: string, next: Stored | undefined): void {
  const index = lowerBound(objects, key);
  const present = objects[index]?.key === key ? 1 : 0;
  if (next === undefined) objects.splice(index, present);
  else objects.splice(index, present, next);
}

const keyOfChange = (change: Change): string => (change.after ?? change.before)?.key ?? "";

export function collection(createdAt: number): Collection {
  let objects: Stored[] = [];
  // A list that is being paged keeps the array it began with; the next write then copies it.
  let handedOut = false;
  let changes: Change[] = [];
  let [newest, oldest] = [createdAt, createdAt];
  const byKey = new Map<string, Stored>();
  const listeners = new Map<Listener, () => void>();
  const past = new Map<number, readonly Stored[]>();

  const all = (): readonly Stored[] => {
    handedOut = true;
    return objects;
  };

  const rewind = (resourceVersion: number): readonly Stored[] => {
    const then = [...objects];
    for (const change of changes.toReversed()) {
      if (change.resourceVersion <= resourceVersion) break;
      put(then, keyOfChange(change), change.before);
    }
    return then;
  };

  return {
    get: (key) => byKey.get(key),
    size: () => objects.length,
    all,
    allAt: (resourceVersion) => {
      if (resourceVersion >= newest) return { kind: "found", objects: all() };
      if (resourceVersion < oldest) return { kind: "compacted" };
      const known = past.get(resourceVersion) ?? rewind(resourceVersion);
      past.delete(resourceVersion);
      past.set(resourceVersion, known);
      // The pages of one list ask for one version again and again; four lists at once are plenty.
      for (const version of past.keys()) if (past.size > 4) past.delete(version);
      return { kind: "found", objects: known };
    },
    apply: (change) => {
      if (handedOut) objects = [...objects];
      handedOut = false;
      const key = keyOfChange(change);
      put(objects, key, change.after);
      if (change.after === undefined) byKey.delete(key);
      else byKey.set(key, change.after);
      newest = change.resourceVersion;
      changes.push(change);
      if (changes.length > KEPT_CHANGES * 1.25) {
        const dropped = changes.splice(0, changes.length - KEPT_CHANGES);
        oldest = dropped.at(-1)?.resourceVersion ?? oldest;
      }
      for (const listener of listeners.keys()) listener(change);
    },
    fill: (filled) => {
      for (const stored of filled) {
        byKey.set(stored.key, stored);
        newest = Math.max(newest, stored.resourceVersion);
      }
      objects = [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
      handedOut = false;
      changes = [];
      oldest = newest;
    },
    newest: () => newest,
    oldest: () => oldest,
    changesAfter: (resourceVersion) => changes.filter((change) => change.resourceVersion > resourceVersion),
    listen: (listener, onEnd) => {
      listeners.set(listener, onEnd);
      return () => listeners.delete(listener);
    },
    compact: (resourceVersion) => {
      changes = [];
      past.clear();
      newest = oldest = Math.max(newest, resourceVersion);
    },
    end: () => {
      const ends = [...listeners.values()];
      listeners.clear();
      for (const end of ends) end();
    },
  };
}
