import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { s3Servers } from "@xp-tracker/testing";
import type { S3Server } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { persistentStoreContract, snapshotObjectContract } from "../contract.ts";
import { claim, databases, facts } from "../contract/samples.ts";
import { memoryStore } from "../memory-store.ts";
import { s3Object } from "./s3-object.ts";
import type { S3ObjectOptions } from "./s3-object.ts";
import { s3Store } from "./s3-store.ts";
import { killWriter } from "../testing/kill-writer.ts";
import { freshnessOf } from "../testing/freshness-of.ts";
import { listedLog } from "../testing/listed-log.ts";

const never = new AbortController().signal;
const blue = { cluster: "blue" };

describe.each(s3Servers())("on $name", ({ start }) => {
  let server: S3Server;
  let client: S3Client;
  beforeAll(async () => {
    server = await start();
    const { endpoint, region } = server;
    client = new S3Client({ endpoint, region, credentials: server, forcePathStyle: true });
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  const freshOptions = (more: Partial<S3ObjectOptions> = {}): S3ObjectOptions => ({
    bucket: server.bucket,
    prefix: randomUUID(),
    region: server.region,
    endpoint: server.endpoint,
    credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
    timeoutMs: 20_000,
    ...more,
  });
  const targetOf = ({ bucket, prefix }: S3ObjectOptions) => ({ Bucket: bucket, Key: `${prefix}/snapshot.json` });
  const stop = async (): Promise<void> => await Promise.resolve();

  snapshotObjectContract("s3Object", async () => {
    const options = freshOptions();
    return await Promise.resolve({ open: () => s3Object(options), stop });
  });

  snapshotObjectContract("s3Object's freshness", async () => {
    const options = freshOptions();
    return await Promise.resolve({ open: () => freshnessOf(s3Object(options)), stop });
  });

  persistentStoreContract("s3Store", async () => {
    const options = freshOptions();
    return await Promise.resolve({
      stop,
      open: (more) => s3Store(memoryStore(more), { ...options, ...more }),
      async overwrite(Body) {
        if (Body === undefined) await client.send(new DeleteObjectCommand(targetOf(options)));
        else await client.send(new PutObjectCommand({ ...targetOf(options), Body }));
      },
    });
  });

  it("writes JSON as snapshot.json under the prefix", async () => {
    const options = freshOptions();
    const store = s3Store(memoryStore(blue), { ...options, ...blue });
    expect(store.location).toBe(`s3://${server.bucket}/${options.prefix}/snapshot.json`);
    store.publish(facts);
    const { etag, bytes } = await store.persist(never);
    expect(await client.send(new HeadObjectCommand(targetOf(options)))).toMatchObject({
      ContentType: "application/json",
      ContentLength: bytes,
      ETag: etag,
    });
  });

  it.each([
    { compression: "gzip", contentType: "application/gzip" },
    { compression: "zstd", contentType: "application/zstd" },
  ] as const)("says of $compression what it is, so that no client undoes it", async ({ compression, contentType }) => {
    const options = { ...freshOptions(), ...blue, compression };
    const [store, reader] = [s3Store(memoryStore(blue), options), s3Store(memoryStore(blue), options)];
    store.replaceClaims(databases, [claim("orders")]);
    store.publish(facts);
    const { bytes } = await store.persist(never);
    const head = await client.send(new HeadObjectCommand(targetOf(options)));
    expect(head).toMatchObject({ ContentType: contentType, ContentLength: bytes });
    expect(head.ContentEncoding).toBeUndefined();
    await reader.restore(never);
    expect(reader.current()).toEqual(store.current());
  });

  it("sends no snapshot for a cycle in which nothing changed", async () => {
    const options = { ...freshOptions(), ...blue };
    const store = s3Store(memoryStore(blue), options);
    const persist = async (takenAt: number) => {
      store.replaceClaims(databases, [claim("orders")]);
      store.publish({ ...facts, takenAt });
      return await store.persist(never);
    };
    const first = await persist(facts.takenAt);
    const { LastModified } = await client.send(new HeadObjectCommand(targetOf(options)));
    const second = await persist(facts.takenAt + 60_000);
    expect(first).toMatchObject({ wrote: "snapshot", sentBytes: first.bytes });
    expect(second).toMatchObject({ wrote: "freshness", etag: first.etag, bytes: first.bytes });
    expect(second.sentBytes).toBeLessThan(first.bytes);
    expect(await client.send(new HeadObjectCommand(targetOf(options)))).toMatchObject({
      ETag: first.etag,
      LastModified,
    });
  });

  it("finds out once whether the server fences writers off, and says so", async () => {
    const { log, lines } = listedLog();
    const store = s3Store(memoryStore(blue), { ...freshOptions({ log }), ...blue });
    for (let cycles = 0; cycles < 3; cycles++) {
      store.publish(facts);
      await store.persist(never);
    }
    expect(lines).toEqual([
      expect.stringMatching(/^(info|warn): S3 server (honours|has no usable) conditional writes/),
    ]);
  });

  it("has a whole snapshot whenever its writer is killed", { timeout: 120_000 }, async () => {
    const options = freshOptions();
    const store = s3Store(memoryStore(blue), { ...options, ...blue });
    for (let kills = 0; kills < 8; kills++) {
      await killWriter({ s3: options }, kills * 7);
      expect(await store.restore(never)).toMatchObject({ kind: "restored" });
      expect(store.claimCount()).toBeGreaterThanOrEqual(2_000);
    }
  });

  it("says which bucket is not there, and shows no secret", async () => {
    const options = { ...freshOptions({ bucket: "no-such-bucket-anywhere" }), ...blue };
    const store = s3Store(memoryStore(blue), options);
    store.replaceClaims(databases, [claim("orders")]);
    store.publish(facts);
    await expect(store.restore(never)).rejects.toMatchObject({
      code: "SNAPSHOT_READ",
      message: `cannot read ${store.location}`,
      remedy: "Check S3_BUCKET and S3_ENDPOINT.",
    });
    await expect(store.persist(never)).rejects.toMatchObject({ code: "SNAPSHOT_WRITE" });
  });
});
