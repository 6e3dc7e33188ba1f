import { claim, databases, facts } from "../contract/samples.ts";
import { fileStore } from "../file/file-store.ts";
import { memoryStore } from "../memory-store.ts";
import { s3Store } from "../s3/s3-store.ts";
import type { S3ObjectOptions } from "../s3/s3-object.ts";

/** Argument of this program, as JSON: where to persist. */
export type Destination = { readonly dir: string } | { readonly s3: S3ObjectOptions };

// A writer to be killed: it persists one snapshot after the other and says so.
const destination = JSON.parse(process.argv[2] ?? "") as Destination;
const cluster = "blue";
const inner = memoryStore({ cluster });
const store =
  "dir" in destination ? fileStore(inner, { ...destination, cluster }) : s3Store(inner, { ...destination.s3, cluster });
const never = new AbortController().signal;

await store.restore(never);
for (let count = 0; ; count++) {
  store.replaceClaims(
    databases,
    Array.from({ length: 2_000 + (count % 7) * 500 }, (_, index) => claim(`claim-${index}`)),
  );
  store.publish(facts);
  await store.persist(never);
  console.log(`persisted ${store.current()?.generation}`);
}
