import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Server } from "./s3-server.ts";

/** The bucket of a server under test, looked at past the code under test. */
export interface S3Objects {
  /** @throws when there is none */
  readonly get: (key: string) => Promise<Buffer>;
  readonly put: (key: string, body: Buffer) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function s3Objects({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Server): S3Objects {
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    put: async (key, body) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    stop: async () => client.destroy(),
  };
}
