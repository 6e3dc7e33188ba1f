import { describe, expect, it } from "vitest";
import { recentMap } from "./recent-map.ts";

const PERIOD_MS = 600_000;

function mapWithClock(limit = 1_000) {
  let now = 0;
  const map = recentMap<number>({ limit, now: () => now });
  return { map, after: (ms: number) => (now += ms) };
}

describe("a map of what was asked for lately", () => {
  it("holds what is put in, and the latest of a key", () => {
    const { map } = mapWithClock();
    map.set("a", 1);
    map.set("a", 2);
    expect([map.get("a"), map.get("b")]).toEqual([2, undefined]);
  });

  it("forgets what nobody asks for in twice the time, and keeps what somebody does", () => {
    const { map, after } = mapWithClock();
    map.set("kept", 1);
    map.set("left", 2);
    for (let turn = 0; turn < 5; turn += 1) {
      after(PERIOD_MS);
      map.set(`new ${turn}`, turn);
      expect(map.get("kept")).toBe(1);
    }
    expect(map.get("left")).toBeUndefined();
    expect(map.get("new 4")).toBe(4);
  });

  it("forgets nothing of what comes round again, up to its limit", () => {
    const { map } = mapWithClock(10);
    const names = Array.from({ length: 10 }, (_, name) => `${name}`);
    for (const name of names) map.set(name, 1);
    for (let round = 0; round < 3; round += 1) expect(names.map(map.get)).toEqual(names.map(() => 1));
  });

  it("keeps all through half that time, however many come", () => {
    const { map, after } = mapWithClock();
    map.set("left", 2);
    after(PERIOD_MS - 1);
    for (let other = 0; other < 400; other += 1) map.set(`other ${other}`, other);
    expect(map.get("left")).toBe(2);
  });

  it("holds no more than twice its limit, and as many as that of the newest for certain", () => {
    const { map } = mapWithClock(10);
    for (let name = 0; name < 100; name += 1) map.set(`${name}`, name);
    const held = Array.from({ length: 100 }, (_, name) => name).filter((name) => map.get(`${name}`) !== undefined);
    expect(held.length).toBeLessThanOrEqual(20);
    expect(held.slice(-10)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });
});
