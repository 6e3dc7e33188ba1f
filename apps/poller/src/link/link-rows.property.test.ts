import { compareRows, plainRow, resourceClasses } from "@xp-tracker/crossplane";
import type { DiscoveredType, ResourceClass, Row, Rows } from "@xp-tracker/crossplane";
import { memoryStore } from "@xp-tracker/store";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRowSource } from "../cycle/sources.ts";
import { linkRows, noLinks } from "./link-rows.ts";
import type { Links } from "./link-rows.ts";
import type { ClusterReader } from "../read/cluster-reader.ts";
import { beginning, changingPlatform, step, types } from "../testing/changing-platform.ts";
import type { Step } from "../testing/changing-platform.ts";

interface Facts {
  readonly owned: string;
  readonly isDiscoveryComplete: boolean;
}

type Items = ReadonlyMap<DiscoveredType, readonly Row[]>;

const nothingElse = { takenAt: 0, sources: [], packages: [], compositionRevisions: [] };

/** A poller's store, cycle after cycle. */
function linker(linked: ClusterReader["linked"]) {
  const store = memoryStore({ cluster: "" });
  let links: Links = noLinks;
  return (items: Items, { owned, isDiscoveryComplete }: Facts): Rows => {
    const readings = [...items].map(
      ([{ gvr, class: name }, rows]) => ({ ok: true, gvr, class: name, items: rows }) as const,
    );
    const sources = types.map(
      ({ gvr, class: name }) => ({ gvr, class: name, rows: 0, lastSuccess: 1, error: "" }) as const,
    );
    const coverage = { types, sources, namespaces: undefined, isDiscoveryComplete };
    const reader = { linked } as ClusterReader;
    const namespaceOwners = owned === "" ? [] : [[owned, { creator: "ann", team: "" }] as const];
    links = linkRows({ reader, store }, readings.filter(isRowSource), { coverage, owners: namespaceOwners }, links);
    return store.publish(nothingElse).rows;
  };
}

const valuesOf = (rows: Rows): unknown =>
  resourceClasses.map((name) => rows[name].map((row) => Object.values(plainRow(row)).join("|")));

/** Tells after each cycle what was published, what would be by a poller that has just started, and what was before. */
function afterEachCycle(
  { first, steps }: Story,
  check: (now: Rows, anew: Rows, before: Rows | undefined) => void,
): void {
  const platform = changingPlatform();
  platform.happen({ edits: first });
  let takesLinked = true;
  const link = linker((items, rows) => {
    if (takesLinked) platform.takeLinked(items, rows);
  });
  let facts: Facts = { owned: "n1", isDiscoveryComplete: true };
  let lastGood: Items = new Map(types.map((type) => [type, []]));
  let before: Rows | undefined;
  for (const one of steps) {
    ({ takesLinked } = one);
    const { owned = facts.owned, isDiscoveryComplete = facts.isDiscoveryComplete } = one;
    facts = { owned, isDiscoveryComplete };
    platform.happen(one);
    const read = types.filter(({ gvr }) => !one.failing.includes(gvr));
    const now = link(new Map(read.map((type) => [type, platform.items(type, one)])), facts);
    lastGood = new Map([...lastGood, ...read.map((type) => [type, platform.fresh(type)] as const)]);
    check(now, linker(undefined)(lastGood, facts), before);
    before = now;
  }
}

const story = fc.record({ first: beginning, steps: fc.array(step, { minLength: 2, maxLength: 8 }) });
interface Story {
  readonly first: Parameters<ReturnType<typeof changingPlatform>["happen"]>[0]["edits"];
  readonly steps: readonly Step[];
}
const eachClass = (check: (name: ResourceClass) => void): void => resourceClasses.forEach(check);

describe("rows that are linked cycle after cycle", () => {
  it("are what linking all of them anew gives, whatever came, changed, went or could not be read", () => {
    fc.assert(
      fc.property(story, (all) => {
        afterEachCycle(all, (now, anew) => expect(valuesOf(now)).toEqual(valuesOf(anew)));
      }),
      { numRuns: 500 },
    );
  });

  it("stay the very same where nothing of them changed, and so do the arrays of a class", () => {
    fc.assert(
      fc.property(story, (all) => {
        afterEachCycle(all, (now, _anew, before = now) =>
          eachClass((name) => {
            let isSame = now[name].length === before[name].length;
            for (const row of now[name]) {
              const was = before[name].find((other) => compareRows(row, other) === 0);
              const isEqual = was !== undefined && JSON.stringify(plainRow(was)) === JSON.stringify(plainRow(row));
              expect(row === was).toBe(isEqual);
              isSame &&= isEqual;
            }
            expect(now[name] === before[name]).toBe(isSame);
          }),
        );
      }),
    );
  });
});
