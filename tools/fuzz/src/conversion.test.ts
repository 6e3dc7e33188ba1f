import {
  compositionRevisionFromObject,
  emptyRow,
  interner,
  namespaceOwner,
  packageFromObject,
  rowReader,
} from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { anyObject, settings, types } from "./testing/objects.ts";

const keys = Object.keys(emptyRow) as readonly (keyof Row)[];
const intern = interner();

/** Text that UTF-8 can carry, whole numbers, truth values: what every later stage counts on. */
function expectPlain(key: string, value: unknown): void {
  const isPlain =
    typeof value === "string" ? value.isWellFormed() : typeof value === "boolean" || Number.isSafeInteger(value);
  if (!isPlain) throw new Error(`${key} is ${typeof value} ${String(value)}`);
}

fuzz("conversion", "of any JSON gives a row with all fields of their types, or none", {
  input: fc.record({ object: anyObject, type: fc.constantFrom(...types) }),
  holds({ object, type }) {
    const row = rowReader(type, settings, intern)(object);
    if (row === undefined) return;
    for (const key of keys) {
      expectPlain(key, row[key]);
      if (typeof row[key] !== typeof emptyRow[key]) throw new Error(`${key} is a ${typeof row[key]}`);
    }
  },
});

fuzz("facts", "of any JSON as a package, a revision or a namespace are plain, or there are none", {
  input: anyObject,
  holds(object) {
    const [namespace, owner] = namespaceOwner(object, settings) ?? ["", {}];
    const facts = { ...packageFromObject(object), ...compositionRevisionFromObject(object), ...owner, namespace };
    for (const [key, value] of Object.entries(facts)) expectPlain(key, value);
  },
});
