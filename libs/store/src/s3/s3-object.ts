import { addAbortSignal, Readable } from "node:stream";
import type { Log } from "@xp-tracker/runtime";
import { contentTypeOf } from "../decode/decompress.ts";
import { gathered } from "../object/gathered.ts";
import { s3Calls } from "./s3-client.ts";
import type { S3Calls, S3ClientOptions } from "./s3-client.ts";
import { guards, probeConditions } from "./s3-conditions.ts";
import type { ConditionSupport, Guard } from "./s3-conditions.ts";
import { isConditionFailed, isNoSuchKey, isNotThere, s3Fault, statusOf } from "./s3-faults.ts";
import type { Patience } from "./patience.ts";
import { FRESHNESS_NAME, SNAPSHOT_NAME } from "../object/snapshot-key.ts";
import type { ObjectRead, ObjectWrite, SnapshotObject, StoredObject } from "../object/snapshot-object.ts";

export interface S3ObjectOptions extends S3ClientOptions {
  readonly bucket: string;
  /** Without slashes at its ends; `""` for none. */
  readonly prefix: string;
  readonly log?: Log;
}

/**
 * S3 objects as snapshot object: `<prefix>/snapshot.json` and its freshness, each written in one PUT of known length, which
 * S3 does whole or not at all. The first write finds out whether the server honours conditional writes, and logs it.
 */
export function s3Object(options: S3ObjectOptions): SnapshotObject {
  const { bucket: Bucket, prefix, log } = options;
  const keyOf = (name: string): string => (prefix === "" ? name : `${prefix}/${name}`);
  const targetOf = (name: string): Target => ({ Bucket, Key: keyOf(name) });
  const calls = s3Calls(options);
  let support: ConditionSupport | undefined;
  const guardOf = async (signal: AbortSignal): Promise<Guard> => guards[(support ??= await probe(signal))];

  return {
    ...storedObject(calls, targetOf(SNAPSHOT_NAME), guardOf, isNoSuchKey),
    freshness: storedObject(calls, targetOf(FRESHNESS_NAME), guardOf, isNotThere),
  };

  async function probe(signal: AbortSignal): Promise<ConditionSupport> {
    const found = await probeConditions(calls, targetOf(PROBE_NAME), signal);
    log?.[found === "honoured" ? "info" : "warn"](messages[found], { location: locationOf(targetOf(SNAPSHOT_NAME)) });
    return found;
  }
}

const locationOf = ({ Bucket, Key }: Target): string => `s3://${Bucket}/${Key}`;

function storedObject(
  calls: S3Calls,
  target: Target,
  guardOf: (signal: AbortSignal) => Promise<Guard>,
  isAbsent: (error: unknown) => boolean,
): StoredObject {
  const location = locationOf(target);
  return {
    location,
    async get(knownEtag, signal): Promise<ObjectRead> {
      try {
        return await getObject(calls, target, knownEtag, location, signal);
      } catch (error) {
        if (statusOf(error) === 304 && knownEtag !== undefined) return { kind: "unchanged", etag: knownEtag };
        if (isAbsent(error)) return { kind: "absent" };
        throw s3Fault("SNAPSHOT_READ", location, error, signal);
      }
    },
    async put(body, expectedEtag, signal): Promise<ObjectWrite> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      try {
        const { check, condition } = await guardOf(signal);
        if (check && (await currentEtag(calls, target, signal)) !== expectedEtag) return { kind: "conflict" };
        return await putObject(calls, target, chunks, condition ? conditionOf(expectedEtag) : {}, signal);
      } catch (error) {
        // A missing key is what AWS answers to If-Match when the object was deleted.
        if (isConditionFailed(error) || isNoSuchKey(error)) return { kind: "conflict" };
        throw s3Fault("SNAPSHOT_WRITE", location, error, signal);
      }
    },
  };
}

const PROBE_NAME = "conditional-writes.probe";

const messages: Readonly<Record<ConditionSupport, string>> = {
  honoured: "S3 server honours conditional writes: other writers are fenced off",
  ignored: "S3 server has no usable conditional writes: other writers are noticed by a check before each write only",
  unknown: "S3 credentials do not allow to find out about conditional writes: a check is made before each write too",
};

const conditionOf = (etag: string | undefined) => (etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag });

interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

async function getObject(
  calls: S3Calls,
  target: Target,
  knownEtag: string | undefined,
  location: string,
  signal: AbortSignal,
): Promise<ObjectRead> {
  return await calls.call(
    `reading ${location}`,
    async (client, { GetObjectCommand }, server) => {
      const condition = knownEtag === undefined ? {} : { IfNoneMatch: knownEtag };
      const {
        Body,
        ETag = "",
        ContentLength,
      } = await client.send(new GetObjectCommand({ ...target, ...condition }), {
        abortSignal: server.signal,
      });
      server.signal.throwIfAborted();
      const body = addAbortSignal(server.signal, Body instanceof Readable ? Body : Readable.from([]));
      return { kind: "found", etag: ETag, bytes: ContentLength, body: inParts(body, location, server, signal) };
    },
    signal,
  );
}

/** A body that breaks off is not tried again here: the caller has used a part of it. The next refresh does. */
async function* inParts(
  body: Readable,
  location: string,
  server: Patience,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const parts = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  try {
    for (;;) {
      const part = await server.wait(parts.next());
      if (part.done === true) return;
      server.received(part.value.length);
      yield part.value;
    }
  } catch (error) {
    throw s3Fault("SNAPSHOT_READ", location, server.signal.aborted ? server.signal.reason : error, signal);
  } finally {
    body.destroy();
  }
}

async function putObject(
  calls: S3Calls,
  target: Target,
  chunks: readonly Uint8Array[],
  condition: { readonly IfMatch?: string; readonly IfNoneMatch?: string },
  signal: AbortSignal,
): Promise<ObjectWrite> {
  const ContentLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { ETag } = await calls.call(
    `writing s3://${target.Bucket}/${target.Key}`,
    async (client, { PutObjectCommand }, server) =>
      await client.send(
        new PutObjectCommand({
          ...target,
          ...condition,
          ContentType: contentTypeOf(chunks[0]),
          ContentLength,
          Body: Readable.from(gathered(chunks), { objectMode: false }),
        }),
        { abortSignal: server.signal },
      ),
    signal,
  );
  const etag = ETag ?? (await currentEtag(calls, target, signal));
  if (etag === undefined) throw new Error("nothing is there after the write");
  return { kind: "written", etag, bytes: ContentLength };
}

/** Undefined if there is no object. */
async function currentEtag(calls: S3Calls, target: Target, signal: AbortSignal): Promise<string | undefined> {
  return await calls.call(
    `asking for s3://${target.Bucket}/${target.Key}`,
    async (client, { HeadObjectCommand }, server) => {
      try {
        const { ETag } = await client.send(new HeadObjectCommand(target), { abortSignal: server.signal });
        // A page of something in between says 200 to everything; believing it would lose the snapshot.
        if (ETag === undefined) throw new Error("an answer has no ETag, so it is not that of an S3 server");
        return ETag;
      } catch (error) {
        if (isNoSuchKey(error)) return undefined;
        throw error;
      }
    },
    signal,
  );
}
