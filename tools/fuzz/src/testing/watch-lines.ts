import * as fc from "fast-check";
import { colliding, hostileText } from "./hostile-text.ts";

/** The resourceVersion of the list that the watch follows. */
export const SEEDED = 10;

const happens = fc.record({
  kind: fc.constantFrom("ADDED", "MODIFIED", "DELETED"),
  name: colliding("a", "b", "c").map((name) => name.toWellFormed() || "d"),
  text: hostileText,
});
const saysNothing = fc.constantFrom("", '{"type":"SOMETHING","object":{}}', ' {"type":"","object":null}\r');
const badMetadata = [null, {}, { name: "" }, { name: "a", resourceVersion: 12 }, { name: "a", resourceVersion: "1e3" }];
const badObjects = badMetadata.map((metadata) => ({ type: "MODIFIED", object: { metadata } }));
const badEvents = [null, 5, [], { type: 5 }, { type: "ADDED" }, { type: "BOOKMARK", object: {} }, ...badObjects];
const unreadable = fc.constantFrom("{", "\r", "\ufeff{}", ...badEvents.map((event) => JSON.stringify(event)));

/** A line of a watch: what happens to an object, nothing, or what ends the watch. */
export const anyLine = fc.oneof(
  { weight: 12, arbitrary: happens },
  { weight: 2, arbitrary: saysNothing.map((nothing) => ({ kind: "nothing", text: nothing }) as const) },
  { weight: 1, arbitrary: unreadable.map((text) => ({ kind: "unreadable", text }) as const) },
);
export type Line = typeof anyLine extends fc.Arbitrary<infer One> ? One : never;

/** @param index of the line, which gives the version */
export const textOf = (one: Line, index: number): string => {
  if (!("name" in one)) return one.text;
  const metadata = { name: one.name, resourceVersion: String(SEEDED + 1 + index) };
  return JSON.stringify({ type: one.kind, object: { metadata, text: one.text.toWellFormed() } });
};

/** What is left of the objects: those before a line that cannot be read, which ends the watch. */
export function outcomeOf(lines: readonly Line[]): readonly string[] {
  const objects = new Map<string, string>();
  for (const one of lines) {
    if (one.kind === "unreadable") break;
    if (!("name" in one)) continue;
    if (one.kind === "DELETED") objects.delete(one.name);
    else objects.set(one.name, one.text.toWellFormed());
  }
  return [...objects].map((pair) => JSON.stringify(pair)).toSorted();
}
