import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { countRows, sumCounts } from "../families/count-rows.ts";
import type { Count } from "../families/count-rows.ts";
import type { CountTable, Family, Part, RowTable, SnapshotFacts, Table } from "../families/family.ts";
import { blocksWriter } from "./label-blocks.ts";
import type { Blocks } from "./label-blocks.ts";
import type { RowChunk } from "./row-chunks.ts";
import { familyHead, sampleWriter } from "./sample-lines.ts";
import type { SampleWriter } from "./sample-lines.ts";
import { textWriter } from "./text-writer.ts";

/** All that a page needs of a chunk of rows; the rows themselves may go. */
export interface RenderedChunk<Kept> {
  readonly class: ResourceClass;
  readonly rows: number;
  readonly ready: number;
  /** The samples of each part of a family that has some. */
  readonly texts: ReadonlyMap<Part, Kept>;
  readonly counts: ReadonlyMap<Table, readonly Count[]>;
}

export interface PageRenderer<Kept> {
  /** Depends on the chunk alone: as long as it stays, so does what was made of it. */
  readonly chunk: (chunk: RowChunk) => RenderedChunk<Kept>;
  /**
   * The page, as consecutive pieces: its families in their order, those without samples left out. Each family is
   * rendered when it is asked for, so that a caller may rest in between.
   * @param chunks all of the snapshot, those of a class one after the other
   */
  readonly page: (facts: SnapshotFacts | undefined, chunks: readonly RenderedChunk<Kept>[]) => Iterable<Kept>;
}

/**
 * Renders pages of these families. What is expensive is divided by chunks of rows, so that a page after a small change
 * costs little more than that change.
 * @param keep makes of a text what is kept of it: a copy, or its compressed form. The text is good during the call only.
 */
export function pageRenderer<Kept>(families: readonly Family[], keep: (text: Buffer) => Kept): PageRenderer<Kept> {
  const writer = textWriter();
  const parts = families.flatMap((family) =>
    family.parts.map((part) => ({ part, write: sampleWriter(family, part), encode: blocksWriter(part.table) })),
  );
  const heads = new Map(families.map((family) => [family, Buffer.from(familyHead(family))]));
  const writers = new Map(parts.map((each) => [each.part, each]));

  /** The samples of items whose label blocks stand in the writer, where they stay. */
  const kept = (write: SampleWriter, blocks: Blocks): Kept | undefined => {
    const start = writer.length();
    write(blocks, writer);
    const text = writer.take(start);
    return text.length === 0 ? undefined : keep(text);
  };

  return {
    chunk(chunk) {
      const texts = new Map<Part, Kept>();
      const counts = new Map<Table, readonly Count[]>();
      const blocks = new Map<Table, Blocks>();
      for (const { part, write, encode } of parts) {
        const { table } = part;
        if (table.kind === "facts" || table.class !== chunk.class) continue;
        if (table.kind === "counts") {
          if (!counts.has(table)) counts.set(table, countsOf(table, chunk));
          continue;
        }
        const encoded = blocks.get(table) ?? encode(rowsOf(table, chunk), writer);
        blocks.set(table, encoded);
        const text = kept(write, encoded);
        if (text !== undefined) texts.set(part, text);
      }
      writer.take();
      const ready = chunk.rows.filter((row) => row.ready === 1).length;
      return { class: chunk.class, rows: chunk.rows.length, ready, texts, counts };
    },

    *page(facts, chunks) {
      const byClass = new Map(resourceClasses.map((name) => [name, chunks.filter((chunk) => chunk.class === name)]));
      const sums = new Map<Table, readonly Count[]>();
      const sumOf = (table: CountTable<unknown>): readonly Count[] => {
        const known = sums.get(table);
        if (known !== undefined) return known;
        const lists = (byClass.get(table.class) ?? []).map(({ counts }) => counts.get(table) ?? []);
        const sum = sumCounts(lists, table.labels.length);
        sums.set(table, sum);
        return sum;
      };
      const small = (part: Part, items: readonly unknown[]): readonly Kept[] => {
        const { write, encode } = writers.get(part) ?? {};
        if (write === undefined || encode === undefined) return [];
        const text = kept(write, encode(items, writer));
        writer.take();
        return text === undefined ? [] : [text];
      };
      const textsOf = (part: Part): readonly Kept[] => {
        const { table } = part;
        if (table.kind === "facts") return small(part, table.items(facts));
        if (table.kind === "counts") return small(part, sumOf(table));
        return (byClass.get(table.class) ?? []).flatMap(({ texts }) => texts.get(part) ?? []);
      };
      for (const family of families) {
        const texts = family.parts.flatMap(textsOf);
        if (texts.length > 0) yield keep(heads.get(family) ?? Buffer.alloc(0));
        yield* texts;
      }
    },
  };
}

const rowsOf = (table: RowTable<unknown>, { rows, twins, versionedTwins }: RowChunk): readonly Row[] => {
  const left = table.versioned ? versionedTwins : twins;
  return rows.filter((row) => table.includes(row) && (left.size === 0 || !left.has(row)));
};

const countsOf = (table: CountTable<unknown>, { rows, twins }: RowChunk): readonly Count[] =>
  countRows(twins.size === 0 ? rows : rows.filter((row) => !twins.has(row)), table.labels);
