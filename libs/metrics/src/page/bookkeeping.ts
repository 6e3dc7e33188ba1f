import { constants } from "node:zlib";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { deflated, inflated } from "@xp-tracker/runtime";
import { fieldsWriters } from "./fields.ts";
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
  const { writerOf, values } = entries[resourceClass];
  const write = writerOf(scratch);
  const ends = new Uint32Array(rows.length);
  const createdAt = new Float64Array(rows.length);
  // Not `from` of the rows, which costs as much as all that is written.
  rows.forEach((row, index) => {
    write(values.map((value) => value(row)));
    scratch.bytes(closingQuote);
    ends[index] = scratch.length();
    createdAt[index] = row.createdAt;
  });
  const texts = deflated(scratch.take(), constants.Z_BEST_SPEED);
  return { class: resourceClass, texts, ends, createdAt };
}

/** One for all: a chunk is written and taken out at once. */
const scratch = textWriter();
const closingQuote = Buffer.from('"');

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
      const bytes = inflated(texts);
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

const listNames: Readonly<Record<ResourceClass, string>> = { claim: "claims", composite: "xrs", managed: "mrs" };

type Values = Readonly<Record<string, (row: Row) => string>>;

const identity: Values = {
  group: ({ group }) => group,
  version: ({ version }) => version,
  kind: ({ kind }) => kind,
  namespace: ({ namespace }) => namespace,
  name: ({ name }) => name,
};

/** What stands before each value: the quote that closes a text belongs to what follows it. */
const state: Values = {
  '","paused":': ({ paused }) => String(paused),
  ',"deleting":': ({ deletedAt }) => String(deletedAt !== 0),
  ',"ready":': ({ ready }) => String(ready === 1),
  ',"reason":"': ({ readyReason }) => readyReason,
};

function entryOf(own: Values) {
  const texts = { ...identity, ...own };
  const headsOfTexts = Object.keys(texts).map((key, index) => `${index === 0 ? "{" : '",'}"${key}":"`);
  return {
    values: [...Object.values(texts), ...Object.values(state)],
    writerOf: fieldsWriters([...headsOfTexts, ...Object.keys(state)], (writer, value) => writer.jsonText(value)),
  };
}

const entries: Readonly<Record<ResourceClass, ReturnType<typeof entryOf>>> = {
  claim: entryOf({
    creator: ({ creator }) => creator,
    team: ({ team }) => team,
    composition: ({ composition }) => composition,
  }),
  composite: entryOf({ composition: ({ composition }) => composition }),
  managed: entryOf({
    xrName: ({ xrName }) => xrName,
    claimName: ({ claimName }) => claimName,
    claimNamespace: ({ claimNamespace }) => claimNamespace,
    provider: ({ provider }) => provider,
    providerConfig: ({ providerConfig }) => providerConfig,
    externalName: ({ externalName }) => externalName,
    managementPolicies: ({ managementPolicies }) => managementPolicies,
  }),
};

const wholeSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
