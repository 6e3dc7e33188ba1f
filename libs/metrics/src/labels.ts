import { escapeLabel } from "./escape-label.ts";
import type { TextWriter } from "./text-writer.ts";

/**
 * What stands before the value of each label. The quote that closes a value belongs to what follows it, so that a
 * label takes two writes.
 * @param before how many labels stand before these
 */
const labelHeads = (labels: readonly string[], before: number): readonly string[] =>
  labels.map((label, index) => `${before + index === 0 ? "{" : '",'}${label}="`);

/** What closes so many labels and comes before the value of a sample. */
export const labelsEnd = (count: number): string => (count === 0 ? " " : '"} ');

/** Labels as text, up to the quote that closes the last one. */
export const labelsText = (labels: readonly string[], before: number, values: readonly string[]): string =>
  labelHeads(labels, before)
    .map((head, index) => `${head}${escapeLabel(values[index] ?? "")}`)
    .join("");

/** Writes the labels of one item after the other, each up to the quote that closes the last one. */
export type LabelsWriter = (values: readonly string[]) => void;

/**
 * Makes writers of labels. Items come in order, so that group, kind, namespace and more are those of the item before:
 * what repeats is copied from there. The text of the item before must still stand in `writer`.
 */
export function labelsWriters(labels: readonly string[], before: number): (writer: TextWriter) => LabelsWriter {
  const heads = labelHeads(labels, before).map((head) => Buffer.from(head));
  return (writer) => {
    const last: string[] = [];
    const starts = new Uint32Array(labels.length);
    const ends = new Uint32Array(labels.length);

    const copy = (from: number, to: number): void => {
      const start = starts[from] ?? 0;
      const shift = writer.length() - start;
      writer.again(start, ends[to - 1] ?? 0);
      for (let index = from; index < to; index++) {
        starts[index] = (starts[index] ?? 0) + shift;
        ends[index] = (ends[index] ?? 0) + shift;
      }
    };
    const write = (index: number, value: string): void => {
      starts[index] = writer.length();
      writer.bytes(heads[index] ?? none);
      writer.labelValue(value);
      ends[index] = writer.length();
      last[index] = value;
    };
    return (values) => {
      let copied = 0;
      for (let index = 0; index < heads.length; index++) {
        const value = values[index] ?? "";
        if (value === last[index]) continue;
        if (index > copied) copy(copied, index);
        write(index, value);
        copied = index + 1;
      }
      if (heads.length > copied) copy(copied, heads.length);
    };
  };
}

const none = Buffer.alloc(0);
