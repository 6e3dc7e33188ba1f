import type { Snapshot } from "@xp-tracker/crossplane";
import type { Table } from "./family.ts";
import { labelWriter } from "./labels.ts";

/** The encoded label blocks of some items: item `i` lies at `ends[i - 1]` to `ends[i]`. */
export interface Blocks {
  readonly items: readonly unknown[];
  readonly bytes: Buffer;
  readonly ends: Uint32Array;
}

const itemsInBlocks = 1000;

/** Encodes the labels of a table, a thousand items at a time, at the first use: every family over it shares them. */
export function openTable(table: Table, snapshot: Snapshot | undefined): Iterable<Blocks> {
  const items = table.items(snapshot);
  const write = labelWriter(table.labels);
  const encoded: Blocks[] = [];
  return {
    *[Symbol.iterator]() {
      for (let start = 0, index = 0; start < items.length; start += itemsInBlocks, index++) {
        const known = encoded[index];
        const blocks = known ?? encode(items.slice(start, start + itemsInBlocks), (item) => write(table.values(item)));
        if (known === undefined) encoded.push(blocks);
        yield blocks;
      }
    },
  };
}

function encode(items: readonly unknown[], blockOf: (item: unknown) => string): Blocks {
  const texts = items.map(blockOf);
  const bytes = Buffer.from(texts.join(""));
  const ends = new Uint32Array(items.length);
  const isAscii = bytes.length === texts.reduce((sum, text) => sum + text.length, 0);
  let end = 0;
  texts.forEach((text, index) => {
    end += isAscii ? text.length : Buffer.byteLength(text);
    ends[index] = end;
  });
  return { items, bytes, ends };
}
