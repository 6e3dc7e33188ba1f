import type { Blocks } from "./label-blocks.ts";
import type { Family, Part, Point } from "./family.ts";
import { moreLabelsWriter } from "./labels.ts";
import type { TextWriter } from "./text-writer.ts";

/** What stands before the first sample of a family. */
export const familyHead = ({ name, help }: Family): string => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;

interface Line {
  readonly point: Point;
  /** The labels that are the same for every item, and what closes the block. */
  readonly tail: Buffer;
}

/** Makes the writer of the samples that a part of a family has for some items. */
export function sampleWriter(family: Family, { table, points }: Part): (blocks: Blocks, writer: TextWriter) => void {
  const name = Buffer.from(family.name);
  const writeExtra = moreLabelsWriter(family.extraLabels);
  const close = table.labels.length === 0 ? " " : "} ";
  const lines = points.map((point): Line => {
    const fixed = point.fixed === undefined ? "" : writeExtra(point.fixed);
    // Labels that depend on the item stand before these, in one text with what closes them.
    return { point, tail: Buffer.from(`${fixed}${close}`) };
  });

  const writeLine = ({ point, tail }: Line, blocks: Blocks, index: number, writer: TextWriter): void => {
    const item = blocks.items[index];
    const value = point.value(item);
    if (value === undefined) return;
    writer.bytes(name, 0, name.length);
    writer.bytes(blocks.bytes, index === 0 ? 0 : (blocks.ends[index - 1] ?? 0), blocks.ends[index] ?? 0);
    if (point.extra !== undefined) writer.text(writeExtra(point.extra(item)));
    writer.bytes(tail, 0, tail.length);
    writer.number(value);
    writer.bytes(newline, 0, 1);
  };
  return (blocks, writer) => {
    for (let index = 0; index < blocks.items.length; index++) {
      for (const line of lines) writeLine(line, blocks, index, writer);
    }
  };
}

const newline = Buffer.from("\n");
