import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batched, gathered } from "./gathered.ts";
import { bodyOf, bytesOf } from "../testing/bodies.ts";

const LEAST = 100;

async function listsOf(source: ReturnType<typeof batched>): Promise<readonly (readonly Uint8Array[])[]> {
  const lists: (readonly Uint8Array[])[] = [];
  for await (const list of source) lists.push(list);
  return lists;
}

const pieces = fc.array(fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes)));

describe("pieces of a body", () => {
  it("come in lists of enough bytes, the very same pieces in their order, whether they are there already or not", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.boolean(), async (all, areThere) => {
        const lists = await listsOf(batched(areThere ? all : bodyOf(...all), LEAST));
        expect(lists.flat().every((piece, index) => piece === all[index])).toBe(true);
        expect(lists.flat()).toHaveLength(all.length);
        const bytes = lists.map((list) => list.reduce((sum, { length }) => sum + length, 0));
        expect(bytes.slice(0, -1).every((sum) => sum >= LEAST)).toBe(true);
      }),
    );
  });

  it("are no more in a list than one call of the system takes", async () => {
    const small = Array.from({ length: 3_000 }, () => Buffer.from("x"));
    expect((await listsOf(batched(small))).map(({ length }) => length)).toEqual([1_024, 1_024, 952]);
  });

  it("are joined without a change", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (all) => {
        expect(await bytesOf(gathered(all))).toEqual(Buffer.concat(all));
      }),
    );
  });
});
