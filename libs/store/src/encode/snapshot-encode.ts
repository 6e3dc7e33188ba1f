import type { Snapshot } from "@xp-tracker/crossplane";
import { breather } from "../snapshot/breather.ts";
import { snapshotLayout } from "./snapshot-layout.ts";
import { rowWriter } from "../wire/wire-rows.ts";

const CHUNK_CHARACTERS = 64 * 1024;

/**
 * The JSON of a snapshot, in chunks of about 64 KiB. The same snapshot gives the same bytes.
 * It holds one chunk at a time and lets the event loop run in between.
 */
export async function* encodeSnapshot(snapshot: Snapshot): AsyncGenerator<Buffer, void, void> {
  const breathe = breather();
  let text = "";
  for (const piece of pieces(snapshot)) {
    text += piece;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = "";
    await breathe();
  }
  yield Buffer.from(text);
}

function* pieces(snapshot: Snapshot): Generator<string, void, void> {
  for (const part of snapshotLayout(snapshot)) {
    if (part.kind !== "rows") {
      yield part.text;
      continue;
    }
    const write = rowWriter(part.class);
    let separator = "";
    for (const row of part.rows) {
      yield separator + write(row);
      separator = ",";
    }
  }
}
