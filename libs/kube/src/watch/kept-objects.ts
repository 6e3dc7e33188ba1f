import type { ObjectVersion } from "./object-version.ts";

/** An object as a list gives it. */
export interface Listed<T> {
  readonly version: ObjectVersion;
  readonly value: T | undefined;
}

type Name = Pick<ObjectVersion, "namespace" | "name">;

/** The projected objects of one path: what a list said, and what happened since. */
export interface KeptObjects<T> {
  /** The values, by namespace and name; the same array until something changes. */
  items(): readonly T[];
  /**
   * Takes `values[i]` for `items[i]`: the same state of the same object in another form. Also changes the array itself.
   * Does nothing unless `items` is what {@link items} still gives.
   */
  reshape(items: readonly T[], values: readonly T[]): void;
  find(object: Name): Listed<T> | undefined;
  /** Takes over a whole list. */
  fill(listed: readonly Listed<T>[]): void;
  put(listed: Listed<T>): void;
  remove(object: Name): void;
  versions(): Iterable<ObjectVersion>;
}

/** Objects in order, one place for each in every column: an object of its own for each would take far more memory. */
interface Columns<T> {
  readonly namespaces: string[];
  readonly names: string[];
  readonly versions: number[];
  readonly values: readonly (T | undefined)[];
}

export function keptObjects<T>(): KeptObjects<T> {
  let columns: Columns<T> = columnsOf([]);
  /** What was given last: the very column of values, which then is copied before it changes, unless some have none. */
  let given: readonly T[] | undefined;

  /** The first place that is not before the object's. */
  const placeOf = (object: Name): number => {
    let [low, high] = [0, columns.names.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(nameAt(columns, middle), object) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const isAt = (place: number, { namespace, name }: Name): boolean =>
    columns.names[place] === name && columns.namespaces[place] === namespace;

  const changeable = (): (T | undefined)[] => {
    if (given === columns.values) columns = { ...columns, values: [...columns.values] };
    given = undefined;
    return columns.values as (T | undefined)[];
  };

  const put = ({ version, value }: Listed<T>): void => {
    const place = placeOf(version);
    if (isAt(place, version)) {
      columns.versions[place] = version.resourceVersion;
      if (columns.values[place] !== value) changeable()[place] = value;
      return;
    }
    changeable().splice(place, 0, value);
    const neighbour = columns.namespaces[place] ?? columns.namespaces[place - 1];
    columns.namespaces.splice(place, 0, neighbour === version.namespace ? neighbour : version.namespace);
    columns.names.splice(place, 0, version.name);
    columns.versions.splice(place, 0, version.resourceVersion);
  };

  const items = (): readonly T[] =>
    (given ??= columns.values.includes(undefined)
      ? columns.values.filter((value) => value !== undefined)
      : (columns.values as readonly T[]));

  return {
    items,
    reshape(shown, values) {
      if (given !== shown) return;
      const shapes = values.values();
      const reshaped = columns.values.map((value) => (value === undefined ? value : (shapes.next().value ?? value)));
      for (const [place, value] of reshaped.entries()) (columns.values as (T | undefined)[])[place] = value;
      if (given === columns.values) return;
      for (const [index, value] of values.entries()) (given as T[])[index] = value;
    },
    find(object) {
      const place = placeOf(object);
      return isAt(place, object) ? { version: versionAt(columns, place), value: columns.values[place] } : undefined;
    },
    fill(listed) {
      const filled = columnsOf(inOrder(listed));
      const isSame =
        filled.values.length === columns.values.length &&
        filled.values.every((value, place) => value === columns.values[place] && isAt(place, nameAt(filled, place)));
      if (isSame) columns = { ...filled, values: columns.values };
      else [columns, given] = [filled, undefined];
    },
    put,
    remove(object) {
      const place = placeOf(object);
      if (!isAt(place, object)) return;
      for (const column of [changeable(), columns.namespaces, columns.names, columns.versions]) column.splice(place, 1);
    },
    *versions() {
      for (const place of columns.names.keys()) yield versionAt(columns, place);
    },
  };
}

const compare = (a: Name, b: Name): number => compareTexts(a.namespace, b.namespace) || compareTexts(a.name, b.name);

/** By UTF-16 code units, as rows are sorted everywhere. */
const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Of objects that are listed twice the last one counts. */
const inOrder = <T>(listed: readonly Listed<T>[]): readonly Listed<T>[] =>
  listed
    .toSorted((a, b) => compare(a.version, b.version))
    .filter(({ version }, index, all) => {
      const next = all[index + 1];
      return next === undefined || compare(version, next.version) !== 0;
    });

function columnsOf<T>(listed: readonly Listed<T>[]): Columns<T> {
  const known = new Map<string, string>();
  const shared = (text: string): string => known.get(text) ?? (known.set(text, text), text);
  return {
    namespaces: listed.map(({ version }) => shared(version.namespace)),
    names: listed.map(({ version }) => version.name),
    versions: listed.map(({ version }) => version.resourceVersion),
    values: listed.map(({ value }) => value),
  };
}

const nameAt = ({ namespaces, names }: Columns<unknown>, place: number): Name => ({
  namespace: namespaces[place] ?? "",
  name: names[place] ?? "",
});

const versionAt = (columns: Columns<unknown>, place: number): ObjectVersion => ({
  ...nameAt(columns, place),
  resourceVersion: columns.versions[place] ?? 0,
});
