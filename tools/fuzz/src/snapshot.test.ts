import { renderBookkeeping } from "@xp-tracker/metrics";
import { AppError } from "@xp-tracker/runtime";
import { decodeHead, decodeSnapshot } from "@xp-tracker/store";
import type { Snapshot } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { anyMishap, struck } from "./testing/bytes.ts";
import { fuzz } from "./testing/fuzz.ts";
import { anyJson, damaged } from "./testing/hostile-json.ts";
import type { Json } from "./testing/hostile-json.ts";
import { bodyOf, encoded, pageOf, pageOfBodies } from "./testing/pages.ts";
import { anyPlatform, snapshotOf } from "./testing/platform.ts";
import { readPage } from "./testing/strict-page.ts";

const never = new AbortController().signal;
const limits = { maxBytes: 2 ** 20 };

/** The snapshot, or the code of the refusal: nothing else may come of reading. */
async function readOrRefused(bytes: Uint8Array): Promise<Snapshot | string> {
  try {
    return await decodeSnapshot(bodyOf(bytes), limits, never);
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith("SNAPSHOT_")) return error.code;
    throw error;
  }
}

/** Whoever reads is told the same, and what was read makes valid pages. */
async function expectSafe(bytes: Uint8Array): Promise<void> {
  const read = await readOrRefused(bytes);
  if (typeof read === "string") return;
  const head = await decodeHead(bodyOf(bytes), limits, never);
  if (head.generation !== read.generation || head.cluster !== read.cluster) throw new Error("the head says another");
  readPage(pageOf(read));
  JSON.parse(Buffer.concat(renderBookkeeping(read)).toString());
}

fuzz("bytes", "of any kind are a snapshot or are refused", {
  input: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => Buffer.from(text)),
  ),
  holds: expectSafe,
});

fuzz("snapshots", "that were cut, changed or compressed are read or refused", {
  input: fc.record({ platform: anyPlatform, mishap: anyMishap }),
  share: 0.3,
  async holds({ platform, mishap }) {
    const bytes = struck(await encoded(snapshotOf(platform)), mishap);
    await expectSafe(bytes);
    const lostItsEnd = mishap.kept < 990 && mishap.before.length === 0 && mishap.after.length === 0;
    if (lostItsEnd && typeof (await readOrRefused(bytes)) !== "string")
      throw new Error("a part is taken for the whole");
  },
});

const row = (name: string) => ({
  gvr: "data.example.org/v1/databases",
  group: "data.example.org",
  version: "v1",
  kind: "Database",
  namespace: "n",
  name,
  ready: true,
  createdAt: "2026-02-15T10:00:00Z",
});

const intact = {
  claims: [row("a"), row("b")],
  xrs: [row("a")],
  mrs: [row("a"), row("b"), row("c")],
  persistedAt: "2026-02-15T10:00:00.12345Z",
  schemaVersion: "1.0",
  generation: 7,
  cluster: "prod",
  sources: [{ gvr: "a/v1/b", class: "claim", rows: 1, lastSuccess: "0001-01-01T00:00:00Z", error: "x" }],
  packages: [
    { kind: "Provider", name: "p" },
    { kind: "Provider", name: "p" },
  ],
  compositionRevisions: [{ name: "r", composition: "c", revision: 1 }],
};

/** Not the same names, but the same on the page. */
const halves = { ...intact, claims: [row("\ud800"), row("\ud801")], mrs: [row("\udc00b"), row("\udfffb")] };

fuzz("documents", "that others wrote are read or refused, and read alike with and without keeping their rows", {
  input: fc.oneof({ weight: 9, arbitrary: damaged(fc.constant(intact)) }, { weight: 1, arbitrary: anyJson }),
  found: [halves],
  share: 0.1,
  async holds(document) {
    const bytes = Buffer.from(textOf(document));
    await expectSafe(bytes);
    const read = await readOrRefused(bytes);
    const page = await pageOfBodies([Buffer.from(JSON.stringify(intact)), bytes]).catch((error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    });
    const same = typeof read === "string" ? page === read : typeof page !== "string" && pageOf(read).equals(page);
    if (!same) throw new Error(`one reader says ${typeof read === "string" ? read : "a snapshot"}, the other does not`);
  },
});

/** What is too deep for `JSON.stringify` is deep all the same. */
function textOf(document: Json): string {
  try {
    return JSON.stringify(document);
  } catch {
    return `{"claims":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  }
}
