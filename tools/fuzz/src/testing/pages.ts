import type { Snapshot } from "@xp-tracker/crossplane";
import { distinctChunk, familiesOf, pageRenderer, renderMetrics, rowChunks } from "@xp-tracker/metrics";
import { encodeSnapshot, snapshotReader } from "@xp-tracker/store";
import type { SnapshotObject } from "@xp-tracker/store";
import { resourceClasses } from "@xp-tracker/crossplane";

const never = new AbortController().signal;
export const families = familiesOf(["source", "summary", "package", "resource"]);

/** The page that is served of a snapshot. */
export const pageOf = (snapshot: Snapshot): Buffer => Buffer.concat(renderMetrics(snapshot, families, "text"));

export async function encoded(snapshot: Snapshot): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of encodeSnapshot(snapshot)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* bodyOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  yield* chunks;
}

/** A place where one body after the other is found. */
function placeOf(bodies: readonly Uint8Array[]): SnapshotObject {
  let found = 0;
  return {
    location: "the snapshot",
    get: (knownEtag) => {
      // Reading all rows after all begins anew: with no tag, the same body is asked for again.
      if (knownEtag !== undefined || found === 0) found += 1;
      const body = bodies[found - 1] ?? Buffer.alloc(0);
      return Promise.resolve({ kind: "found", etag: String(found), bytes: body.length, body: bodyOf(body) });
    },
    put: () => Promise.reject(new Error("nobody writes here")),
  };
}

/** The page of the last of the bodies as an exporter makes it, which reads one after the other and keeps no rows. */
export async function pageOfBodies(bodies: readonly Uint8Array[]): Promise<Buffer> {
  const renderer = pageRenderer(families, (text) => Buffer.from(text));
  const reader = snapshotReader(
    placeOf(bodies),
    {},
    {
      make: (name, rows) => renderer.chunk(distinctChunk(name, rows)),
      makeOfAll: (rows) => resourceClasses.flatMap((name) => [...rowChunks(name, rows[name])].map(renderer.chunk)),
    },
  );
  let page = Buffer.alloc(0);
  for (const _ of bodies) {
    const read = await reader.read(never);
    if (read.kind === "restored") page = Buffer.concat([...renderer.page(read.facts, read.made)]);
  }
  return page;
}
