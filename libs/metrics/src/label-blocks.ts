import type { Table } from "./family.ts";
import { labelWriter } from "./labels.ts";

/** The encoded label blocks of some items: item `i` lies at `ends[i - 1]` to `ends[i]`. */
export interface Blocks {
  readonly items: readonly unknown[];
  readonly bytes: Buffer;
  readonly ends: Uint32Array;
}

/** Makes the encoder of a table's label blocks. */
export function blockEncoder(table: Table): (items: readonly unknown[]) => Blocks {
  const write = labelWriter(table.labels);
  return (items) => {
    const texts = items.map((item) => write(table.values(item)));
    const bytes = Buffer.from(texts.join(""));
    const ends = new Uint32Array(items.length);
    const isAscii = bytes.length === texts.reduce((sum, text) => sum + text.length, 0);
    let end = 0;
    texts.forEach((text, index) => {
      end += isAscii ? text.length : Buffer.byteLength(text);
      ends[index] = end;
    });
    return { items, bytes, ends };
  };
}
