import { array, assert, boolean, constantFrom, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { collection } from "./collection.ts";
import type { Stored } from "./stored.ts";

const stored = (key: string, resourceVersion: number): Stored => ({
  key,
  namespace: "",
  name: key,
  uid: "",
  labels: {},
  resourceVersion,
  tail: "",
});

/** A write or a removal, by key. */
const edits = array(record({ key: constantFrom("a", "a-b", "a.b", "b", "c"), remove: boolean() }), {
  maxLength: 40,
});

const versions = (objects: readonly Stored[]): readonly string[] =>
  objects.map(({ key, resourceVersion }) => `${key}@${resourceVersion}`);

const keyIn = (version: string): string => version.split("@")[0] ?? "";

describe("a collection", () => {
  it("shows every version as it was, in key order, whatever came after", () => {
    assert(
      property(edits, (steps) => {
        const objects = collection(1);
        const history = new Map<number, readonly string[]>([[1, []]]);
        const held: (readonly [readonly Stored[], readonly string[]])[] = [];
        for (const [index, { key, remove }] of steps.entries()) {
          const resourceVersion = index + 2;
          const before = objects.get(key);
          const after = remove ? undefined : stored(key, resourceVersion);
          if (before === undefined && after === undefined) continue;
          objects.apply({ resourceVersion, before, after, deleted: undefined });
          const now = objects.all();
          held.push([now, versions(now)]);
          history.set(resourceVersion, versions(now));
        }
        for (const [resourceVersion, expected] of history) {
          const then = objects.allAt(resourceVersion);
          expect(then.kind === "found" && versions(then.objects)).toEqual(expected);
          expect(expected).toEqual(expected.toSorted((a, b) => (keyIn(a) < keyIn(b) ? -1 : 1)));
        }
        for (const [array, expected] of held) expect(versions(array)).toEqual(expected);
      }),
    );
  });

  it("forgets what is compacted, but not what is there", () => {
    const objects = collection(1);
    objects.apply({ resourceVersion: 2, before: undefined, after: stored("a", 2), deleted: undefined });
    objects.compact(5);
    expect(objects.allAt(2)).toEqual({ kind: "compacted" });
    expect([objects.oldest(), objects.size()]).toEqual([5, 1]);
  });

  it("keeps the last 20000 changes and says how far back it can go", () => {
    const objects = collection(0);
    for (let version = 1; version <= 26_000; version += 1) {
      objects.apply({
        resourceVersion: version,
        before: objects.get("a"),
        after: stored("a", version),
        deleted: undefined,
      });
    }
    expect(objects.changesAfter(objects.oldest()).length).toBe(26_000 - objects.oldest());
    expect(objects.allAt(objects.oldest()).kind).toBe("found");
    expect(objects.allAt(objects.oldest() - 1).kind).toBe("compacted");
  });
});
