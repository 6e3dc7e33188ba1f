import { createHash } from "node:crypto";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOwnS3Server } from "./s3-server.ts";
import type { OwnS3Server } from "./s3-server.ts";

const READERS = 4;
const WRITES = 60;

describe("the S3 server of the tests", () => {
  let server: OwnS3Server;
  let client: S3Client;
  beforeAll(async () => {
    server = await startOwnS3Server();
    const { endpoint, region } = server;
    client = new S3Client({ endpoint, region, credentials: server, forcePathStyle: true });
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  it("gives one object or the other while it is replaced, with the tag that belongs to it", async () => {
    const target = { Bucket: server.bucket, Key: "replaced" };
    const put = async (length: number) =>
      await client.send(new PutObjectCommand({ ...target, Body: Buffer.alloc(length, length % 251) }));
    await put(1);
    const writing = { isOver: false };
    const read = async (): Promise<readonly (readonly [tag: string | undefined, digest: string])[]> => {
      const seen: (readonly [string | undefined, string])[] = [];
      while (!writing.isOver) {
        const { Body, ETag } = await client.send(new GetObjectCommand(target));
        const bytes = (await Body?.transformToByteArray()) ?? Buffer.alloc(0);
        seen.push([ETag, `"${createHash("md5").update(bytes).digest("hex")}"`]);
      }
      return seen;
    };
    const readers = Promise.all(Array.from({ length: READERS }, read));
    for (let write = 1; write <= WRITES; write++) await put(write % 2 === 0 ? 100_000 + write : 3_000_000 + write);
    writing.isOver = true;
    const seen = (await readers).flat();
    expect(new Set(seen.map(([tag]) => tag)).size).toBeGreaterThan(2);
    expect(seen.filter(([tag, digest]) => tag !== digest)).toEqual([]);
  });
});
