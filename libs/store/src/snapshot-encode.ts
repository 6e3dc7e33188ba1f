import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { breather } from "./breather.ts";
import { SCHEMA_VERSION } from "./schema-version.ts";
import { rowsKey } from "./wire-fields.ts";
import { compositionRevisionTypes, packageTypes, sourceTypes, writeRecord } from "./wire-records.ts";
import { rowWriter } from "./wire-rows.ts";
import { quote } from "./wire-text.ts";
import { formatTime } from "./wire-time.ts";

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
  const { rows, takenAt, generation, cluster, sources, packages, compositionRevisions } = snapshot;
  for (const resourceClass of resourceClasses) {
    const items = rows[resourceClass];
    // As the original does: no managed resources, no key.
    if (resourceClass === "managed" && items.length === 0) continue;
    yield resourceClass === resourceClasses[0] ? "{" : ",";
    yield* array(rowsKey[resourceClass], items, rowWriter(resourceClass));
  }
  yield `,"persistedAt":${quote(formatTime(takenAt))}`;
  yield `,"schemaVersion":${quote(SCHEMA_VERSION)},"generation":${generation},"cluster":${quote(cluster)},`;
  yield* array("sources", sources, (source) => writeRecord(sourceTypes, source));
  yield ",";
  yield* array("packages", packages, (row) => writeRecord(packageTypes, row));
  yield ",";
  yield* array("compositionRevisions", compositionRevisions, (row) => writeRecord(compositionRevisionTypes, row));
  yield "}";
}

function* array<T>(key: string, items: readonly T[], write: (item: T) => string): Generator<string, void, void> {
  yield `${quote(key)}:[`;
  let separator = "";
  for (const item of items) {
    yield separator + write(item);
    separator = ",";
  }
  yield "]";
}
