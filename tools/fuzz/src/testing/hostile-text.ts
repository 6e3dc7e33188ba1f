import * as fc from "fast-check";

/** What has a meaning to something on the way: the exposition, JSON, HTML, HTTP, a path, a regular expression. */
const meaningful = [
  '"',
  "\\",
  "\n",
  "\r\n",
  "\0",
  "\\n",
  '\\"',
  '"} 1\nforged{a="b',
  '",forged="',
  "\n# EOF\n",
  "\n# TYPE forged counter\n",
  " 1 1700000000000",
  "{",
  "}",
  ",",
  "'",
  "`${7*7}`",
  "<",
  "&lt;",
  "</style></title><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  "javascript:alert(1)",
  "<!--",
  "]]>",
  "/",
  "../",
  "%00",
  "%",
  "\u0085",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\u202e",
  "\u0000",
  "\u007f",
  "\ufffd",
  "\uffff",
  "\u{10ffff}",
  "😀",
  "é",
  "\ud800",
  "\udfff",
  "__proto__",
  "constructor",
  "toString",
  "NaN",
  "null",
  "true",
  "0001-01-01T00:00:00Z",
] as const;

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...meaningful) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
);
const pieces = fc.array(piece, { maxLength: 5 }).map((some) => some.join(""));
const long = fc.tuple(piece, fc.nat(3_000)).map(([one, times]) => one.repeat(times));

/** Text as nobody should write it: every plane of Unicode, halves of surrogate pairs, markup, very long ones. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 400, arbitrary: pieces },
  { weight: 100, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: long },
);

/** The same, and so often one of a few short ones that texts meet. */
export const colliding = (...few: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...few) }, { weight: 1, arbitrary: hostileText });
