import type { Table } from "../families/family.ts";
import { labelsWriters } from "./labels.ts";
import type { TextWriter } from "./text-writer.ts";

/** Where the label blocks of some items stand in a writer: that of item `i` from `ends[i]` to `ends[i + 1]`. */
export interface Blocks {
  readonly items: readonly unknown[];
  readonly ends: Uint32Array;
}

/** Makes the writer of a table's label blocks, which stay open for more labels. */
export function blocksWriter(table: Table): (items: readonly unknown[], writer: TextWriter) => Blocks {
  const labels = labelsWriters(table.labels, 0);
  return (items, writer) => {
    const write = labels(writer);
    const ends = new Uint32Array(items.length + 1);
    ends[0] = writer.length();
    items.forEach((item, index) => {
      write(table.values(item));
      ends[index + 1] = writer.length();
    });
    return { items, ends };
  };
}
