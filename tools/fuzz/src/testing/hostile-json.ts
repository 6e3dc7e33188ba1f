import * as fc from "fast-check";
import { hostileText } from "./hostile-text.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const telling = ["__proto__", "constructor", "prototype", "toString", "length", "metadata", "name", "spec", "status"];
const anyKey = fc.oneof(fc.constantFrom(...telling), hostileText);
const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, Number.MIN_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof(fc.constant(null), fc.boolean(), anyNumber, hostileText);

/** Deeper than a recursive function can follow. */
const bottomless = fc
  .record({ depth: fc.constantFrom(10, 1_000, 20_000), opening: fc.constantFrom("[", '{"a":') })
  .map(({ depth, opening }) => `${opening.repeat(depth)}1${(opening === "[" ? "]" : "}").repeat(depth)}`);

const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthIdentifier: "json" },
    scalar,
    fc.array(tie("tree"), { maxLength: 5, depthIdentifier: "json" }),
    fc
      .array(fc.tuple(anyKey, tie("tree")), { maxLength: 5, depthIdentifier: "json" })
      // As `JSON.parse` makes them: `__proto__` is a key like any other.
      .map((members) => JSON.parse(objectText(members)) as Json),
  ),
}));

const objectText = (members: readonly (readonly [string, Json])[]): string =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;

/** Whatever can come out of `JSON.parse`. */
export const anyJson: fc.Arbitrary<Json> = fc.oneof(
  { weight: 30, arbitrary: tree },
  { weight: 1, arbitrary: bottomless.map((text) => JSON.parse(text) as Json) },
);

interface Damage {
  /** Which member, counted through the whole value. */
  readonly at: number;
  readonly by: Json;
}

const anyDamage = fc.array(fc.record({ at: fc.nat(), by: anyJson }), { maxLength: 3 });

/** Values that are right but for a member here and there, whose place something else has taken. */
export const damaged = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<Json> =>
  fc
    .tuple(valid, anyDamage)
    .map(([value, damages]) => damages.reduce(withDamage, JSON.parse(JSON.stringify(value)) as Json));

function withDamage(value: Json, { at, by }: Damage): Json {
  const paths = [...pathsIn(value, [])];
  return replaced(value, paths[at % paths.length] ?? [], by);
}

function* pathsIn(value: Json, path: readonly string[]): Generator<readonly string[]> {
  yield path;
  // What is damaged already may be deeper than anyone should look.
  if (typeof value !== "object" || value === null || path.length > 10) return;
  for (const [key, member] of Object.entries(value)) yield* pathsIn(member, [...path, key]);
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return Object.fromEntries(
    entries.map(([name, member]) => [name, name === key ? replaced(member, rest, by) : member]),
  );
}
