import { randomUUID } from "node:crypto";
import { rename } from "node:fs/promises";
import { createRequire } from "node:module";

// Runs s3rver as a program: `node s3rver-process.ts --directory DIR --port N …`. Its package names a program that it does
// not contain, and has no types.
const require = createRequire(import.meta.url);
const { parseAsync } = require("@20minutes/s3rver/lib/cli.js") as { parseAsync: () => Promise<void> };
const { prototype: files } = require("@20minutes/s3rver/lib/stores/filesystem.js") as {
  prototype: { putContent: (this: unknown, path: string, content: unknown) => Promise<unknown> };
};

// S3 never shows half of an object; s3rver does while one is written, and for good when its writer is killed.
const putInPlace = files.putContent;
files.putContent = async function putWhole(path, content) {
  if (Buffer.isBuffer(content)) return await putInPlace.call(this, path, content);
  const unfinished = `${path}.${randomUUID()}`;
  const written = await putInPlace.call(this, unfinished, content);
  await rename(unfinished, path);
  return written;
};

await parseAsync();
