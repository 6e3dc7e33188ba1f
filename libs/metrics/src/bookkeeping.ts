import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { rowChunks } from "./row-chunks.ts";
import { textWriter } from "./text-writer.ts";

/** What Go prints for the age of an object without a creation time: a saturated duration. */
const noAgeSeconds = 9_223_372_036;
const noTime = "0001-01-01T00:00:00Z";

/** The entries of some rows but for their ages, which are others in each snapshot. */
export interface BookkeepingChunk {
  readonly class: ResourceClass;
  /** The entries up to their ages, deflated. */
  readonly texts: Buffer;
  /** Where each of them ends. */
  readonly ends: Uint32Array;
  /** Unix seconds, 0 for none. */
  readonly createdAt: Float64Array;
}

/**
 * The original's `/bookkeeping`: all its keys in its order. Ages are those at the end of the poll cycle and
 * `generatedAt` is that time, so that the page can be cached and replicas answer with the same bytes.
 */
export function renderBookkeeping(snapshot: Snapshot | undefined): readonly Buffer[] {
  const chunks = resourceClasses.flatMap((name) =>
    rowChunks(name, snapshot?.rows[name] ?? []).map(({ rows }) => bookkeepingChunk(name, rows)),
  );
  return Array.from(bookkeepingSegments(snapshot?.takenAt, chunks), (text) => Buffer.from(text));
}

/** What is to be kept of some rows. */
export function bookkeepingChunk(resourceClass: ResourceClass, rows: readonly Row[]): BookkeepingChunk {
  const entry = entries[resourceClass];
  const beginnings = rows.map((row) => JSON.stringify({ ...entry(row), ...state(row) }).slice(0, -1));
  let end = 0;
  const ends = Uint32Array.from(beginnings, (text) => (end += Buffer.byteLength(text)));
  const deflated = deflateRawSync(beginnings.join(""), { level: constants.Z_BEST_SPEED });
  // A copy in memory of its own: what zlib returns is a slice of a larger buffer, which would be kept with it.
  const texts = Buffer.allocUnsafeSlow(deflated.length);
  deflated.copy(texts);
  return { class: resourceClass, texts, ends, createdAt: Float64Array.from(rows, (row) => row.createdAt) };
}

/**
 * The page bit by bit: a caller that must keep its event loop free rests between two segments. Each is good until the
 * next one is asked for.
 * @param takenAt Unix milliseconds; undefined: there is no snapshot
 */
export function* bookkeepingSegments(
  takenAt: number | undefined,
  chunks: readonly BookkeepingChunk[],
): Generator<Buffer> {
  const writer = textWriter();
  const takenAtSeconds = Math.floor((takenAt ?? 0) / 1000);
  for (const name of resourceClasses) {
    writer.text(`${name === resourceClasses[0] ? "{" : ","}"${listNames[name]}":[`);
    let isFirst = true;
    for (const { texts, ends, createdAt } of chunks.filter((chunk) => chunk.class === name)) {
      const bytes = inflateRawSync(texts);
      ends.forEach((end, index) => {
        if (!isFirst) writer.text(",");
        isFirst = false;
        writer.bytes(bytes.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0), end));
        const created = createdAt[index] ?? 0;
        writer.text(',"ageSeconds":');
        writer.number(created === 0 ? noAgeSeconds : takenAtSeconds - created);
        writer.text("}");
      });
      yield writer.take();
    }
    writer.text("]");
  }
  writer.text(`,"generatedAt":"${takenAt === undefined ? noTime : wholeSeconds(takenAtSeconds)}"}`);
  yield writer.take();
}

const typeAndName = (row: Row) => ({
  group: row.group,
  version: row.version,
  kind: row.kind,
  namespace: row.namespace,
  name: row.name,
});

const state = (row: Row) => ({
  paused: row.paused,
  deleting: row.deletedAt !== 0,
  ready: row.ready === 1,
  reason: row.readyReason,
});

const listNames: Readonly<Record<ResourceClass, string>> = { claim: "claims", composite: "xrs", managed: "mrs" };

const entries: Readonly<Record<ResourceClass, (row: Row) => Readonly<Record<string, string>>>> = {
  claim: (row) => ({ ...typeAndName(row), creator: row.creator, team: row.team, composition: row.composition }),
  composite: (row) => ({ ...typeAndName(row), composition: row.composition }),
  managed: (row) => ({
    ...typeAndName(row),
    xrName: row.xrName,
    claimName: row.claimName,
    claimNamespace: row.claimNamespace,
    provider: row.provider,
    providerConfig: row.providerConfig,
    externalName: row.externalName,
    managementPolicies: row.managementPolicies,
  }),
};

const wholeSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
