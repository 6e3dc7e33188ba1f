import type { Blocks } from "./label-blocks.ts";
import type { Family, Part, Point } from "../families/family.ts";
import { labelsEnd, labelsText, labelsWriters } from "./labels.ts";
import type { FieldsWriter } from "./fields.ts";
import type { TextWriter } from "./text-writer.ts";

/** What stands before the first sample of a family. */
export const familyHead = ({ name, help }: Family): string => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;

interface Line {
  readonly point: Point;
  /** The labels that are the same for every item, and what closes the block. */
  readonly tail: Buffer;
  /** The same with one of the values that are nearly all there are: -1, 0 and 1. */
  readonly ends: readonly Buffer[];
}

/** Writes the samples of some items, whose blocks stand in the same writer. */
export type SampleWriter = (blocks: Blocks, writer: TextWriter) => void;

/** Makes the writer of the samples of a part of a family. */
export function sampleWriter({ name, extraLabels }: Family, { table, points }: Part): SampleWriter {
  const start = Buffer.from(name);
  const before = table.labels.length;
  const extras = labelsWriters(extraLabels, before);
  const lines = points.map((point) => lineOf(point, extraLabels, before));

  const writeLine = (
    { point, tail, ends }: Line,
    extra: FieldsWriter,
    blocks: Blocks,
    index: number,
    to: TextWriter,
  ) => {
    const item = blocks.items[index];
    const value = point.value(item);
    if (value === undefined) return;
    to.bytes(start);
    to.again(blocks.ends[index] ?? 0, blocks.ends[index + 1] ?? 0);
    if (point.extra !== undefined) extra(point.extra(item));
    const end = value >= -1 && value <= 1 ? ends[value + 1] : undefined;
    if (end !== undefined) return to.bytes(end);
    to.bytes(tail);
    to.number(value);
    to.bytes(newline);
  };
  return (blocks, writer) => {
    const extra = extras(writer);
    for (let index = 0; index < blocks.items.length; index++) {
      for (const line of lines) writeLine(line, extra, blocks, index, writer);
    }
  };
}

function lineOf(point: Point, extraLabels: readonly string[], before: number): Line {
  const fixed = point.fixed === undefined ? "" : labelsText(extraLabels, before, point.fixed);
  const tail = `${fixed}${labelsEnd(before + extraLabels.length)}`;
  return { point, tail: Buffer.from(tail), ends: [-1, 0, 1].map((value) => Buffer.from(`${tail}${value}\n`)) };
}

const newline = Buffer.from("\n");
