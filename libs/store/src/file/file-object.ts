import { randomUUID } from "node:crypto";
import { renameSync, statSync } from "node:fs";
import type { BigIntStats, ReadStream } from "node:fs";
import { open, readdir, stat, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "@xp-tracker/runtime";
import { answersInTime } from "./answers-in-time.ts";
import type { Ask } from "./answers-in-time.ts";
import { batched } from "../object/gathered.ts";
import { makeDirectory } from "./make-directory.ts";
import { FRESHNESS_NAME, SNAPSHOT_NAME } from "../object/snapshot-key.ts";
import type { ObjectRead, ObjectWrite, Pieces, SnapshotObject, StoredObject } from "../object/snapshot-object.ts";

export interface FileObjectOptions {
  /** Directory of the snapshot; it is made if it does not exist. */
  readonly dir: string;
}

/** To open a file, and for each part of it to come. */
const READ_LIMIT_MS = 15_000;
const WRITE_LIMIT_MS = 120_000;
const WRITE_BYTES = 512 * 1024;
// Nobody takes this long to write one; whoever began it was killed.
const STALE_AFTER_MS = 10 * 60_000;
const temporaryName = (id: string): string => `.snapshot.${id}.tmp`;
const isTemporary = (name: string): boolean => name.startsWith(".snapshot.") && name.endsWith(".tmp");

/**
 * Files as snapshot object: `<dir>/snapshot.json` and its freshness, replaced by renaming a complete and synced one over
 * each. A reader keeps what it has opened. Readers and the one writer share the directory; two writers on one machine or
 * volume tell each other apart by a check right before the rename, which is not atomic across processes.
 */
export function fileObject({ dir }: FileObjectOptions): SnapshotObject {
  const directory = resolve(dir);
  const ask = answersInTime(directory);
  return { ...fileIn(directory, SNAPSHOT_NAME, ask), freshness: fileIn(directory, FRESHNESS_NAME, ask) };
}

function fileIn(directory: string, name: string, ask: Ask): StoredObject {
  const path = join(directory, name);

  return {
    location: path,
    async get(knownEtag, signal): Promise<ObjectRead> {
      signal.throwIfAborted();
      try {
        return await read(path, knownEtag, ask, signal);
      } catch (error) {
        if (isMissing(error)) return { kind: "absent" };
        throw readFault(path, error, signal);
      }
    },
    async put(body, expectedEtag, signal): Promise<ObjectWrite> {
      try {
        signal.throwIfAborted();
        const write = async (inTime: AbortSignal): Promise<ObjectWrite> => {
          await makeDirectory(directory);
          await removeStale(directory);
          return await replace(directory, path, body, expectedEtag, inTime);
        };
        return await ask(WRITE_LIMIT_MS, write, signal);
      } catch (error) {
        throw writeFault(path, error, signal);
      }
    },
  };
}

async function read(path: string, knownEtag: string | undefined, ask: Ask, signal: AbortSignal): Promise<ObjectRead> {
  const { file, status } = await ask(READ_LIMIT_MS, (inTime) => opened(path, inTime), signal);
  const etag = etagOf(status);
  if (etag === knownEtag) {
    await file.close();
    return { kind: "unchanged", etag };
  }
  const body = file.createReadStream({ signal, highWaterMark: 256 * 1024 });
  return { kind: "found", etag, bytes: Number(status.size), body: inParts(path, body, ask, signal) };
}

/** Whoever waits for it closes it; so does an answer that comes too late. */
async function opened(path: string, inTime: AbortSignal) {
  const file = await open(path);
  try {
    const status = await file.stat({ bigint: true });
    inTime.throwIfAborted();
    return { file, status };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* inParts(
  path: string,
  body: ReadStream,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const parts = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = (await ask(READ_LIMIT_MS, () => parts.next(), signal)) as IteratorResult<Uint8Array, undefined>;
      if (part.done === true) return;
      yield part.value;
    }
  } catch (error) {
    throw readFault(path, error, signal);
  } finally {
    body.destroy();
  }
}

async function replace(
  directory: string,
  path: string,
  body: Pieces,
  expectedEtag: string | undefined,
  signal: AbortSignal,
): Promise<ObjectWrite> {
  const temporary = join(directory, temporaryName(randomUUID()));
  try {
    const status = await writeSynced(temporary, body, signal);
    // Both in one turn of the event loop, so that writers of one process cannot come in between.
    if (currentEtag(path) !== expectedEtag) return { kind: "conflict" };
    renameSync(temporary, path);
    await syncDirectory(directory);
    return { kind: "written", etag: etagOf(status), bytes: Number(status.size) };
  } finally {
    await unlink(temporary).catch(ignoreMissing);
  }
}

async function writeSynced(path: string, body: Pieces, signal: AbortSignal): Promise<BigIntStats> {
  await using file = await open(path, "wx");
  for await (const pieces of batched(body, WRITE_BYTES)) {
    signal.throwIfAborted();
    await writeWhole(file, pieces);
  }
  await file.sync();
  return await file.stat({ bigint: true });
}

/** All pieces in one call, as they are. A call that writes less than all is followed by others for the rest. */
async function writeWhole(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { bytesWritten } = await file.writev(pieces);
  if (bytesWritten < bytes) await file.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
}

/** A rename outlives a power cut only when the directory is on disk too. */
async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path);
  await directory.sync();
}

async function removeStale(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!isTemporary(name)) continue;
    const path = join(directory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > STALE_AFTER_MS) await unlink(path).catch(ignoreMissing);
  }
}

/** Changes with every rename: another inode, or at least another time of writing. */
const etagOf = ({ ino, mtimeNs, size }: BigIntStats): string =>
  [ino, mtimeNs, size].map((part) => part.toString(36)).join("-");

function currentEtag(path: string): string | undefined {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? undefined : etagOf(status);
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

const faults = {
  SNAPSHOT_READ: ["read", "Make the directory in FILE_STORE_DIR readable for this process."],
  SNAPSHOT_WRITE: [
    "write",
    "Make the directory in FILE_STORE_DIR writable for this process, with space for two snapshots.",
  ],
} as const;

/** What an abort or an AppError says is passed on as it is; a deadline is a cause. */
const faultOf =
  (code: keyof typeof faults) =>
  (path: string, cause: unknown, signal: AbortSignal): unknown => {
    if (signal.aborted) return signal.reason;
    const [verb, remedy] = faults[code];
    const isOurs = cause instanceof AppError && cause.code !== "DEADLINE_EXCEEDED";
    return isOurs ? cause : new AppError(code, `cannot ${verb} ${path}`, { cause, remedy });
  };

const readFault = faultOf("SNAPSHOT_READ");
const writeFault = faultOf("SNAPSHOT_WRITE");
