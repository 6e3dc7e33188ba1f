import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";

interface Cut {
  readonly at: number;
  readonly length: number;
  readonly by: Uint8Array;
}

const packings = {
  plain: (bytes: Uint8Array): Uint8Array => bytes,
  gzip: (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 1 }),
  zstd: (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes),
} as const;

/** What may happen to bytes: they are compressed, pieces are cut out or put in before or afterwards, the end is lost. */
export interface Mishap {
  readonly before: readonly Cut[];
  readonly packing: keyof typeof packings;
  readonly after: readonly Cut[];
  /** Of a thousand. */
  readonly kept: number;
}

const telling = ['"', "\\", "{", "}", "[", "]", ",", ":", "\0", '"\\ud800"', "null", "1e999", '"__proto__":', "\ud83d"];
const inserted = fc.oneof(
  fc.constantFrom(...telling).map((text): Uint8Array => Buffer.from(text)),
  fc.uint8Array({ maxLength: 3 }),
);
const cuts = fc.array(fc.record({ at: fc.nat(), length: fc.nat(3), by: inserted }), { maxLength: 2 });

export const anyMishap: fc.Arbitrary<Mishap> = fc.record({
  before: cuts,
  packing: fc.constantFrom("plain", "plain", "gzip", "zstd"),
  after: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: cuts }),
  kept: fc.oneof({ weight: 3, arbitrary: fc.constant(1_000) }, { weight: 1, arbitrary: fc.nat(1_000) }),
});

export function struck(bytes: Uint8Array, { before, packing, after, kept }: Mishap): Uint8Array {
  const whole = after.reduce(cut, packings[packing](before.reduce(cut, bytes)));
  return whole.subarray(0, Math.ceil((whole.length * kept) / 1_000));
}

function cut(bytes: Uint8Array, { at, length, by }: Cut): Uint8Array {
  const start = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(start + length)]);
}
