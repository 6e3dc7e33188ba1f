import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptObjects, type Listed } from "./kept-objects.ts";

type One = Listed<string>;

const one: fc.Arbitrary<One> = fc
  .tuple(
    fc.constantFrom("", "a", "a-b", "b"),
    fc.constantFrom("k", "l", "m", "n"),
    fc.nat(9),
    fc.constantFrom("x", "y", undefined),
  )
  .map(([namespace, name, resourceVersion, value]) => ({ version: { namespace, name, resourceVersion }, value }));

const step = fc.oneof(
  one.map((put) => ({ put })),
  one.map(({ version }) => ({ remove: version })),
  fc.array(one, { maxLength: 12 }).map((fill) => ({ fill })),
  fc.constant({ reshape: "z" }),
);

const keyOf = ({ namespace, name }: One["version"]): string => `${namespace}/${name}`;

/** The same, of a Map. */
function model() {
  let kept = new Map<string, One>();
  const ordered = (): readonly One[] =>
    [...kept.values()].toSorted(({ version: a }, { version: b }) =>
      a.namespace === b.namespace ? (a.name < b.name ? -1 : 1) : a.namespace < b.namespace ? -1 : 1,
    );
  return {
    ordered,
    take(done: { put: One } | { remove: One["version"] } | { fill: readonly One[] } | { reshape: string }): void {
      if ("put" in done) kept.set(keyOf(done.put.version), done.put);
      else if ("remove" in done) kept.delete(keyOf(done.remove));
      else if ("fill" in done) kept = new Map(done.fill.map((each) => [keyOf(each.version), each]));
      else kept = new Map([...kept].map(([key, each]) => [key, shaped(each, done.reshape)]));
    },
  };
}

const shaped = ({ version, value }: One, to: string): One => ({ version, value: value === undefined ? value : to });

describe("kept objects", () => {
  it("are those of the last list and what happened since, by namespace and name", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const kept = keptObjects<string>();
        const expected = model();
        for (const done of steps) {
          if ("put" in done) kept.put(done.put);
          else if ("remove" in done) kept.remove(done.remove);
          else if ("fill" in done) kept.fill(done.fill);
          else kept.reshape(kept.items(), Array<string>(kept.items().length).fill(done.reshape));
          expected.take(done);
          const all = expected.ordered();
          expect([...kept.versions()]).toEqual(all.map(({ version }) => version));
          expect(all.map(({ version }) => kept.find(version))).toEqual(all);
          expect(kept.items()).toEqual(all.flatMap(({ value }) => value ?? []));
        }
      }),
    );
  });

  it("are the same array until something changes, and that array stays as it was", () => {
    const kept = keptObjects<string>();
    const [a, b] = ["a", "b"].map((name) => ({ version: { namespace: "", name, resourceVersion: 1 }, value: name }));
    if (a === undefined || b === undefined) throw new Error("no samples");
    const [both, turned] = [
      [a, b],
      [b, a],
    ];
    kept.fill(both);
    const items = kept.items();
    kept.put({ ...a, version: { ...a.version, resourceVersion: 2 } });
    kept.fill(turned);
    expect(kept.items()).toBe(items);

    kept.put({ ...a, value: "c" });
    kept.remove(b.version);
    expect([items, kept.items()]).toEqual([["a", "b"], ["c"]]);
  });

  it("take no other form for an array that is no longer theirs", () => {
    const kept = keptObjects<string>();
    const a = { version: { namespace: "", name: "a", resourceVersion: 1 }, value: "a" };
    kept.put(a);
    const items = kept.items();
    kept.put({ ...a, value: "newer" });
    kept.reshape(items, ["other"]);
    expect(kept.items()).toEqual(["newer"]);
  });
});
