import type { Snapshot } from "@xp-tracker/crossplane";
import { facts } from "../contract/samples.ts";
import { decodeSnapshot } from "../decode/snapshot-decode.ts";
import type { DecodeOptions } from "../decode/snapshot-decode.ts";
import { encodeSnapshot } from "../encode/snapshot-encode.ts";
import { bodyOf, bytesOf } from "./bodies.ts";

const never = new AbortController().signal;

/** Generation 7 of cluster blue, with these rows. */
export const snapshotOf = (rows: Partial<Snapshot["rows"]>, more: Partial<Snapshot> = {}): Snapshot => ({
  cluster: "blue",
  generation: 7,
  takenAt: facts.takenAt,
  rows: { claim: [], composite: [], managed: [], ...rows },
  sources: facts.sources,
  packages: facts.packages,
  compositionRevisions: facts.compositionRevisions,
  namespaceOwners: [],
  ...more,
});

export const encode = async (snapshot: Snapshot): Promise<string> =>
  (await bytesOf(encodeSnapshot(snapshot))).toString();

export const decode = async (text: string | Uint8Array, options: DecodeOptions = {}): Promise<Snapshot> =>
  await decodeSnapshot(bodyOf(text), options, never);

/** A document as the original writes it, with these members. */
export const original = (members: string): string => `{${members},"persistedAt":"2026-02-15T10:00:00.12345Z"}`;

/** The same with one claim, which has these members too. */
export const originalClaim = (members: string): string =>
  original(`"claims":[{"gvr":"acme.example/v1/databases","name":"orders",${members}}],"xrs":[]`);
