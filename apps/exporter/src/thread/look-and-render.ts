import { resourceClasses } from "@xp-tracker/crossplane";
import { rowChunks } from "@xp-tracker/metrics";
import { joinSegments } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import type { Makers, SnapshotReader } from "@xp-tracker/store";
import type { Found } from "./messages.ts";
import type { MadeOfRows, PageMaker } from "../render/page-maker.ts";

export interface Looked {
  readonly found: Found;
  /** The page that nobody waits for: made when the other one is served. */
  readonly bookkeeping?: () => GzipSegment;
}

/** What pages need of rows, which themselves are not kept. */
export const makersOf = (maker: PageMaker): Makers<MadeOfRows> => ({
  make: maker.ofRows,
  makeOfAll: (rows) => resourceClasses.flatMap((name) => rowChunks(name, rows[name]).map(maker.ofChunk)),
});

/** Looks for a newer snapshot and renders what it finds. Fails as {@link SnapshotReader.read} does. */
export const lookAndRender =
  (reader: SnapshotReader<MadeOfRows>, maker: PageMaker) =>
  async (signal: AbortSignal): Promise<Looked> => {
    const startedAt = performance.now();
    const madeBeforeMs = maker.chunksMs();
    const read = await reader.read(signal).catch((error: unknown) => {
      // It may have been refused at its end, and may be so look after look.
      maker.giveUp();
      throw error;
    });
    const readAt = performance.now();
    // Rows are rendered as they are read.
    const madeMs = maker.chunksMs() - madeBeforeMs;
    const restoreMs = readAt - startedAt - madeMs;
    if (read.kind !== "restored") return { found: { kind: read.kind, restoreMs } };
    const { facts, made } = read;
    const rendered = maker.finish(facts, made, [...maker.metrics(facts, made)]);
    return {
      found: { kind: "restored", restoreMs, renderMs: madeMs + performance.now() - readAt, rendered },
      bookkeeping: () => joinSegments([...maker.bookkeeping(facts, made)]),
    };
  };
