import type { ObjectVersion } from "./object-version.ts";

/** An object as a list gives it. */
export interface Listed<T> {
  readonly version: ObjectVersion;
  readonly value: T | undefined;
}

/** The projected objects of one path: what a list said, and what happened since. */
export interface KeptObjects<T> {
  /** The values, by namespace and name; the same array until something changes. */
  items(): readonly T[];
  /**
   * Takes `values[i]` for `items[i]`: the same state of the same object in another form. Also changes the array itself.
   * Does nothing unless `items` is what {@link items} still gives.
   */
  reshape(items: readonly T[], values: readonly T[]): void;
  find(object: Pick<ObjectVersion, "namespace" | "name">): Kept<T> | undefined;
  /** Takes over a whole list. */
  fill(listed: readonly Listed<T>[]): void;
  put(listed: Listed<T>): void;
  remove(object: Pick<ObjectVersion, "namespace" | "name">): void;
  versions(): Iterable<ObjectVersion>;
}

interface Kept<T> {
  readonly resourceVersion: number;
  readonly value: T | undefined;
}

/** Changed in place: an object's place in the order outlives its states. */
interface Slot<T> {
  resourceVersion: number;
  value: T | undefined;
}

interface View<T> {
  readonly items: T[];
  readonly slots: readonly Slot<T>[];
}

export function keptObjects<T>(): KeptObjects<T> {
  // By namespace and then by name: a joined key would be one more text for each object.
  const namespaces = new Map<string, Map<string, Slot<T>>>();
  let order: readonly Slot<T>[] | undefined;
  let view: View<T> | undefined;

  const ordered = (): readonly Slot<T>[] =>
    (order ??= [...byKey(namespaces)].flatMap(([, names]) => [...byKey(names)].map(([, slot]) => slot)));
  const current = (): View<T> => (view ??= viewOf(ordered()));

  const put = ({ version: { namespace, name, resourceVersion }, value }: Listed<T>): void => {
    const names = namespaces.get(namespace) ?? new Map<string, Slot<T>>();
    const slot = names.get(name);
    if (slot === undefined) {
      namespaces.set(namespace, names.set(name, { resourceVersion, value }));
      order = undefined;
    } else {
      if (slot.value === value) return void (slot.resourceVersion = resourceVersion);
      slot.resourceVersion = resourceVersion;
      slot.value = value;
    }
    view = undefined;
  };

  const remove = ({ namespace, name }: Pick<ObjectVersion, "namespace" | "name">): void => {
    const names = namespaces.get(namespace);
    if (names?.delete(name) !== true) return;
    if (names.size === 0) namespaces.delete(namespace);
    order = undefined;
    view = undefined;
  };

  function* versions(): Iterable<ObjectVersion> {
    for (const [namespace, names] of namespaces) {
      for (const [name, { resourceVersion }] of names) yield { namespace, name, resourceVersion };
    }
  }

  return {
    items: () => current().items,
    reshape(items, values) {
      if (view?.items !== items) return;
      for (const [index, value] of values.entries()) {
        const slot = view.slots[index];
        if (slot === undefined || slot.value === value) continue;
        slot.value = value;
        view.items[index] = value;
      }
    },
    find: ({ namespace, name }) => namespaces.get(namespace)?.get(name),
    fill(listed) {
      const left = new Map([...namespaces].map(([namespace, names]) => [namespace, new Set(names.keys())]));
      for (const one of listed) {
        left.get(one.version.namespace)?.delete(one.version.name);
        put(one);
      }
      for (const [namespace, names] of left) for (const name of names) remove({ namespace, name });
    },
    put,
    remove,
    versions,
  };
}

const byKey = <V>(map: ReadonlyMap<string, V>): readonly [string, V][] =>
  // By UTF-16 code units, as rows are sorted everywhere.
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

function viewOf<T>(slots: readonly Slot<T>[]): View<T> {
  const shown = slots.filter(({ value }) => value !== undefined);
  return { items: shown.map(({ value }) => value as T), slots: shown };
}
