import { Readable } from "node:stream";
import { watchedLists } from "@xp-tracker/kube";
import type { KubeClient } from "@xp-tracker/kube";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { hostileText } from "./testing/hostile-text.ts";
import { anyLine, outcomeOf, SEEDED, textOf } from "./testing/watch-lines.ts";

const PATH = "/apis/data.example.org/v1/databases";
const timing = {
  lifeMs: [60_000, 60_000],
  marginMs: 60_000,
  steadyMs: 0,
  backoff: { baseMs: 1, maxMs: 1 },
  settleMs: 0,
} as const;

/** A server with nothing in its list, then one watch, and then nothing more; `done` tells when more is asked for. */
function serving(chunks: Iterable<Uint8Array>): { readonly client: KubeClient; readonly done: Promise<void> } {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const noMore = (): Promise<never> => {
    resolve();
    return new Promise(() => undefined);
  };
  const client: KubeClient = {
    server: "https://fuzz.example",
    get: () =>
      ++asked === 1
        ? Promise.resolve({ kind: "DatabaseList", metadata: { resourceVersion: String(SEEDED) }, items: null })
        : noMore(),
    stream: () => (++asked === 2 ? Promise.resolve(Readable.from(chunks, { objectMode: false })) : noMore()),
    close: () => Promise.resolve(),
  };
  return { client, done };
}

function cut(bytes: Buffer, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((at) => at % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)).filter((chunk) => chunk.length > 0);
}

interface Seen {
  readonly metadata: { readonly name: string };
  readonly text: string;
}
const pairOf = (object: unknown): string => {
  const { metadata, text } = object as Seen;
  return JSON.stringify([metadata.name, text]);
};

fuzz("watches", "cut anywhere and broken off give what their whole and readable lines say", {
  input: fc.record({
    lines: fc.array(anyLine, { maxLength: 12 }),
    places: fc.array(fc.nat(), { maxLength: 8 }),
    rest: fc.oneof(hostileText, fc.constantFrom('{"type":"ADDED","object":', "\u00e9")),
  }),
  share: 0.5,
  found: [
    // The second chunk was here already when the first one failed, and was taken all the same.
    {
      lines: [
        { kind: "unreadable" as const, text: "{" },
        { kind: "ADDED" as const, name: "a", text: "" },
      ],
      places: [2],
      rest: "",
    },
  ],
  async holds({ lines, places, rest }) {
    const whole = Buffer.from(lines.map((one, index) => `${textOf(one, index)}\n`).join(""));
    const broken = Buffer.concat([whole, Buffer.from(rest.replaceAll("\n", "")), Buffer.from([0xc3, 0xff])]);
    const { client, done } = serving(cut(broken, places));
    const hour = 3_600_000;
    const lists = watchedLists(client, { listConcurrency: 1, listIntervalMs: hour, resyncIntervalMs: hour, timing });
    const request = { paths: [PATH], project: pairOf, projection: "pairs" };
    try {
      await lists.objects(request, AbortSignal.timeout(20_000));
      await done;
      const kept = await lists.objects(request, AbortSignal.timeout(20_000));
      if ([...kept].toSorted().join("\n") !== outcomeOf(lines).join("\n")) throw new Error(`kept are ${kept.join()}`);
    } finally {
      lists.close();
    }
  },
});

/** One object, and then a line that nobody ends. */
function* endless(chunk: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from(`${textOf({ kind: "ADDED", name: "a", text: "kept" }, 0)}\n`);
  for (;;) yield chunk;
}

fuzz("endless", "lines of a watch are given up, and what was kept stays", {
  input: fc.record({
    chunkBytes: fc.integer({ min: 60_000, max: 900_000 }),
    byte: fc.constantFrom(0, 0x7b, 0x5b, 0xff),
  }),
  share: 0.001,
  async holds({ chunkBytes, byte }) {
    const { client, done } = serving(endless(Buffer.alloc(chunkBytes, byte)));
    const hour = 3_600_000;
    const lists = watchedLists(client, { listConcurrency: 1, listIntervalMs: hour, resyncIntervalMs: hour, timing });
    const request = { paths: [PATH], project: pairOf, projection: "pairs" };
    await lists.objects(request, AbortSignal.timeout(20_000));
    await done;
    const kept = await lists.objects(request, AbortSignal.timeout(20_000));
    lists.close();
    if (kept.join() !== '["a","kept"]') throw new Error(`kept are ${kept.join()}`);
  },
});
