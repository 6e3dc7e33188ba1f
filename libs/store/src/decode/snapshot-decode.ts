import { compareRows, resourceClasses } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import { breather } from "../snapshot/breather.ts";
import { byClass } from "../by-class.ts";
import { scanBody } from "./scan-body.ts";
import type { ScanOptions } from "./scan-body.ts";
import { SCHEMA_VERSION } from "../snapshot/schema-version.ts";
import { snapshotCollector } from "./snapshot-collector.ts";
import { corrupt, foreign, tooLarge, tooNew } from "../snapshot/snapshot-faults.ts";
import { newerVersion, readHead } from "../snapshot/snapshot-head.ts";
import type { SnapshotHead } from "../snapshot/snapshot-head.ts";
import { ShapeError } from "../snapshot/format-error.ts";
import { sortInSteps } from "./sort-in-steps.ts";

export interface DecodeOptions extends ScanOptions {
  /** The reader's cluster; a snapshot of another one is refused where both say which. */
  readonly cluster?: string;
  readonly maxRows?: number;
}

/**
 * Reads a snapshot as its bytes arrive, also a compressed one (gzip, zstd) and one of the original program. Besides the
 * rows it holds one entry at a time.
 * @throws AppError SNAPSHOT_CORRUPT, SNAPSHOT_TOO_LARGE, SNAPSHOT_TOO_NEW, SNAPSHOT_FOREIGN; what `body` throws
 */
export async function decodeSnapshot(
  body: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
  signal: AbortSignal,
): Promise<Snapshot> {
  const { location = "the snapshot", maxRows = Number.POSITIVE_INFINITY } = options;
  const collected = snapshotCollector(maxRows, () => tooLarge(location, `has more than ${maxRows} rows`));
  await scanBody(body, collected.events, options, signal);
  const { cluster, generation, takenAt } = judge(collected.members, options, () => collected.checkShape());

  const breathe = breather();
  const rows: Record<string, readonly Row[]> = byClass((resourceClass) => collected.rows[resourceClass]);
  for (const resourceClass of resourceClasses) {
    const found = collected.rows[resourceClass];
    const ordered = collected.unordered.has(resourceClass) ? await sortInSteps(found, compareRows, breathe) : found;
    rows[resourceClass] = Object.freeze(ordered);
  }
  return Object.freeze({
    cluster,
    generation,
    takenAt,
    rows: Object.freeze(rows) as Snapshot["rows"],
    sources: Object.freeze(collected.facts.sources),
    packages: Object.freeze(collected.facts.packages),
    compositionRevisions: Object.freeze(collected.facts.compositionRevisions),
    namespaceOwners: Object.freeze(collected.facts.namespaceOwners),
  });
}

/** Reads only what identifies the snapshot and passes over its rows. Fails as {@link decodeSnapshot} does. */
export async function decodeHead(
  body: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
  signal: AbortSignal,
): Promise<SnapshotHead> {
  const members = new Map<string, unknown>();
  const ignore = (): void => undefined;
  const member = (key: string, value: unknown): void => void members.set(key, value);
  await scanBody(body, { array: ignore, element: ignore, member, wants: () => false }, options, signal);
  return judge(members, options, ignore);
}

/** What a document is, when all of it was scanned. Version first: what a newer one looks like is not known here. */
export function judge(
  members: ReadonlyMap<string, unknown>,
  { location = "the snapshot", cluster = "" }: DecodeOptions,
  checkShape: () => void,
): SnapshotHead {
  try {
    const newer = newerVersion(members);
    if (newer !== undefined) throw tooNew(location, newer, SCHEMA_VERSION);
    checkShape();
    const head = readHead(members);
    if (cluster !== "" && head.cluster !== "" && head.cluster !== cluster)
      throw foreign(location, head.cluster, cluster);
    return head;
  } catch (error) {
    throw error instanceof ShapeError ? corrupt(location, error.message) : error;
  }
}
