import { ShapeError } from "./format-error.ts";
import { isTooNew } from "./schema-version.ts";
import { readField } from "../wire/wire-records.ts";
import { parseTime } from "../wire/wire-time.ts";

/** What identifies a snapshot. The original's have no generation (0) and no cluster. */
export interface SnapshotHead {
  readonly generation: number;
  /** End of the poll cycle, Unix milliseconds. */
  readonly takenAt: number;
  readonly cluster: string;
}

/**
 * The schema version that a document claims, if this program cannot read it.
 * @throws ShapeError
 */
export function newerVersion(members: ReadonlyMap<string, unknown>): string | undefined {
  const found = members.get("schemaVersion");
  // A later format may well write a number.
  const version = typeof found === "number" ? String(found) : readField("text", found, "schemaVersion");
  if (version === undefined) return undefined;
  const newer = isTooNew(String(version));
  if (newer === undefined) throw new ShapeError(`has "${String(version)}" as its schemaVersion`);
  return newer ? String(version) : undefined;
}

/** @throws ShapeError */
export function readHead(members: ReadonlyMap<string, unknown>): SnapshotHead {
  const persistedAt = members.get("persistedAt");
  const takenAt = typeof persistedAt === "string" ? parseTime(persistedAt) : undefined;
  if (takenAt === undefined) throw new ShapeError("is no snapshot: it has no time as persistedAt");
  const generation = Number(readField("integer", members.get("generation"), "generation") ?? 0);
  if (generation < 0) throw new ShapeError("has a negative generation");
  return { takenAt, generation, cluster: String(readField("text", members.get("cluster"), "cluster") ?? "") };
}
