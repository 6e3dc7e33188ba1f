import type { TextWriter } from "./text-writer.ts";

/** Writes the fields of one item after the other. */
export type FieldsWriter = (values: readonly string[]) => void;

/**
 * Makes writers of fields. Items come in order, so that group, kind, namespace and more are those of the item before:
 * what repeats is copied from there. The text of the item before must still stand in `writer`.
 * @param heads what stands before the value of each field
 */
export function fieldsWriters(
  heads: readonly string[],
  writeValue: (writer: TextWriter, value: string) => void,
): (writer: TextWriter) => FieldsWriter {
  const headBytes = heads.map((head) => Buffer.from(head));
  return (writer) => {
    const last: string[] = [];
    const starts = new Uint32Array(heads.length);
    const ends = new Uint32Array(heads.length);

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
      writer.bytes(headBytes[index] ?? none);
      writeValue(writer, value);
      ends[index] = writer.length();
      last[index] = value;
    };
    return (values) => {
      let copied = 0;
      for (let index = 0; index < headBytes.length; index++) {
        const value = values[index] ?? "";
        if (value === last[index]) continue;
        if (index > copied) copy(copied, index);
        write(index, value);
        copied = index + 1;
      }
      if (headBytes.length > copied) copy(copied, headBytes.length);
    };
  };
}

const none = Buffer.alloc(0);
