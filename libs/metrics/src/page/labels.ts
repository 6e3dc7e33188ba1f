import { escapeLabel } from "./escape-label.ts";
import { fieldsWriters } from "./fields.ts";
import type { FieldsWriter } from "./fields.ts";
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

/** Makes writers of labels: each writes the labels of one item after the other, up to the quote that closes the last. */
export const labelsWriters = (labels: readonly string[], before: number): ((writer: TextWriter) => FieldsWriter) =>
  fieldsWriters(labelHeads(labels, before), (writer, value) => writer.labelValue(value));
