import { crc32 } from "node:zlib";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { fingerprinter } from "@xp-tracker/runtime";
import { orderOf } from "./run-order.ts";
import type { RunOrder } from "./run-order.ts";
import type { RawElements } from "../decode/json-events.ts";
import { originalFields, rowsKey } from "../wire/wire-fields.ts";

/** Consecutive rows of a document that were read together, and what was made of them. The rows themselves are gone. */
export interface Run<T> {
  readonly made: T;
  readonly class: ResourceClass;
  readonly rows: number;
  readonly order: RunOrder;
  /** Names the bytes of the rows, and how many there are. */
  readonly fingerprint: string;
  readonly bytes: number;
  /** The first of the bytes: they hold the name of the first object, which nearly always tells a run from all others. */
  readonly start: string;
  /** Whether its last row ended it; else the end of the list did. */
  readonly endsByItself: boolean;
}

/** Makes something of rows that were not in the document before. */
export type MakeOfRows<T> = (resourceClass: ResourceClass, rows: readonly Row[]) => T;

/**
 * The least, and how many more on average. More make fewer and better compressed pieces, fewer make less to do where a
 * row changed. The least is most of it: else there would be long runs beside short ones, and most rows that change are
 * in long ones. With no more at all a row that comes would move the ends of all runs behind it.
 */
const MIN_ROWS = 80;
const MORE_ROWS = 32;
const MAX_ROWS = 1024;
const MAX_BYTES = 1024 * 1024;
const START_BYTES = 512;
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("]");

/** All classes begin with the same key. */
const between = Buffer.from(`},{"${originalFields.claim[0]?.key}":`);
const classOfKey = new Map<string, ResourceClass>(resourceClasses.map((name) => [rowsKey[name], name]));

/**
 * Divides the rows of a document into runs. Where a run ends depends on the bytes of the row that ends it, so that
 * a row that comes, goes or changes leaves nearly all other runs as they were in the document before: those are not read
 * again.
 * @param parse reads the text of a run, a JSON list
 * @param admit is told of rows before they are read, and throws where they are too many
 */
export function runCollector<T>(
  before: readonly Run<T>[],
  parse: (resourceClass: ResourceClass, text: string) => readonly Row[],
  make: MakeOfRows<T>,
  admit: (rows: number) => void,
): { readonly runs: readonly Run<T>[]; readonly raw: RawElements } {
  const starts = new Map(before.map((run) => [`${run.class} ${run.start}`, run]));
  const fingerprints = new Map(before.map((run) => [`${run.class} ${run.fingerprint}`, run]));
  const runs: Run<T>[] = [];
  let resourceClass: ResourceClass = "claim";
  /** A JSON list of the rows of the run under way, without its closing bracket. */
  let list = Buffer.allocUnsafeSlow(MAX_BYTES);
  let end = 1;
  let count = 0;
  list.write("[");

  const close = (endsByItself: boolean): void => {
    admit(count);
    const text = list.subarray(1, end);
    const fingerprint = fingerprintOf(text);
    const known = fingerprints.get(`${resourceClass} ${fingerprint}`);
    if (known === undefined) {
      const length = append(CLOSE);
      const rows = parse(resourceClass, list.toString("utf8", 0, length));
      const start = text.toString("latin1", 0, START_BYTES);
      const facts = {
        class: resourceClass,
        rows: rows.length,
        order: orderOf(rows),
        fingerprint,
        bytes: text.length,
        start,
      };
      runs.push({ ...facts, endsByItself, made: make(resourceClass, rows) });
    } else runs.push(known.endsByItself === endsByItself ? known : { ...known, endsByItself });
    end = 1;
    count = 0;
  };
  const append = (bytes: Buffer): number => {
    if (end + bytes.length > list.length) list = Buffer.concat([list.subarray(0, end)], 2 * (end + bytes.length));
    end += bytes.copy(list, end);
    return end;
  };

  const raw: RawElements = {
    between,
    wants(key) {
      const found = classOfKey.get(key);
      resourceClass = found ?? resourceClass;
      return found !== undefined;
    },
    element(row) {
      // As the writer puts them: with nothing but a comma between two rows.
      if (count++ > 0) append(COMMA);
      append(row);
      const ends = count >= MIN_ROWS && crc32(row) % MORE_ROWS === 0;
      if (ends || count === MAX_ROWS || end >= MAX_BYTES) close(true);
    },
    known(rest) {
      if (count > 0 || before.length === 0) return 0;
      if (rest.length < START_BYTES) return START_BYTES;
      const run = starts.get(`${resourceClass} ${rest.toString("latin1", 0, START_BYTES)}`);
      if (run === undefined || !run.endsByItself) return 0;
      if (rest.length < run.bytes) return run.bytes;
      if (fingerprintOf(rest.subarray(0, run.bytes)) !== run.fingerprint) return 0;
      admit(run.rows);
      runs.push(run);
      return run.bytes;
    },
    end() {
      if (count > 0) close(false);
    },
  };
  return { runs, raw };
}

/** One for the whole process: runs are compared with those of documents that were read before. */
const fingerprintOf = fingerprinter();
