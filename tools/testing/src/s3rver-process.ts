import { randomUUID } from "node:crypto";
import { mkdir, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";

interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: unknown;
  readonly metadata: unknown;
}

interface Files {
  getResourcePath: (bucket: string, key: string, resource: "object") => string;
  putContent: (path: string, content: unknown) => Promise<readonly [size: number, md5: string]>;
  putMetadata: (bucket: string, key: string, metadata: unknown, md5: string) => Promise<void>;
  putObject: (object: StoredObject) => Promise<{ readonly size: number; readonly md5: string }>;
  getObject: (...target: unknown[]) => Promise<unknown>;
}

// Runs s3rver as a program: `node s3rver-process.ts --directory DIR --port N …`. Its package names a program that it does
// not contain, and has no types.
const require = createRequire(import.meta.url);
const { parseAsync } = require("@20minutes/s3rver/lib/cli.js") as { parseAsync: () => Promise<void> };
const { prototype: files } = require("@20minutes/s3rver/lib/stores/filesystem.js") as { prototype: Files };

let last: Promise<unknown> = Promise.resolve();
const inTurn = async <T>(step: () => Promise<T>): Promise<T> => {
  const turn = last.then(step);
  last = turn.catch(() => undefined);
  return await turn;
};

// S3 never shows half of an object, nor one with the tag or the length of another. s3rver writes content, tag and
// metadata one after the other into the place where it reads them, one after the other: so content is written aside,
// and what takes several steps from there on is done in turn.
files.putObject = async function putWhole(this: Files, { bucket, key, content, metadata }) {
  const path = this.getResourcePath(bucket, key, "object");
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  const [size, md5] = await this.putContent(unfinished, content);
  return await inTurn(async () => {
    await rename(unfinished, path);
    await this.putMetadata(bucket, key, metadata, md5);
    return { size, md5 };
  });
};

const { getObject } = files;
files.getObject = async function getWhole(this: Files, ...target) {
  return await inTurn(async () => await getObject.apply(this, target));
};

await parseAsync();
