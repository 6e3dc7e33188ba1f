import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { SCHEMA_VERSION } from "../snapshot/schema-version.ts";
import { rowsKey } from "../wire/wire-fields.ts";
import {
  compositionRevisionTypes,
  namespaceOwnerTypes,
  packageTypes,
  sourceTypes,
  writeRecord,
} from "../wire/wire-records.ts";
import { quote } from "../wire/wire-text.ts";
import { formatTime } from "../wire/wire-time.ts";

/** A part of a document. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** What differs in every snapshot, even if all else is as it was. */
  | { readonly kind: "head"; readonly text: string }
  /** The rows of a class, with a comma between two. */
  | { readonly kind: "rows"; readonly class: ResourceClass; readonly rows: readonly Row[] };

/** What a document consists of, in its order. */
export function* snapshotLayout(snapshot: Snapshot): Generator<Part, void, void> {
  yield text("{");
  for (const resourceClass of resourceClasses) {
    const rows = snapshot.rows[resourceClass];
    // As the original does: no managed resources, no key.
    if (resourceClass === "managed" && rows.length === 0) continue;
    yield text(`${quote(rowsKey[resourceClass])}:[`);
    yield { kind: "rows", class: resourceClass, rows };
    yield text("],");
  }
  const { packages, compositionRevisions, namespaceOwners = [] } = snapshot;
  yield { kind: "head", text: headMembers(snapshot) };
  const lists = [
    list("packages", packages, (row) => writeRecord(packageTypes, row)),
    list("compositionRevisions", compositionRevisions, (row) => writeRecord(compositionRevisionTypes, row)),
    list("namespaceOwners", namespaceOwners, (owner) => writeRecord(namespaceOwnerTypes, owner)),
  ];
  yield text(`,${lists.join(",")}}`);
}

const text = (content: string): Part => ({ kind: "text", text: content });

/** What every cycle says anew: when it was, its number, and how its sources did. */
export const headMembers = ({
  takenAt,
  generation,
  cluster,
  sources,
}: Pick<Snapshot, "takenAt" | "generation" | "cluster" | "sources">): string =>
  [
    `"persistedAt":${quote(formatTime(takenAt))}`,
    `"schemaVersion":${quote(SCHEMA_VERSION)}`,
    `"generation":${generation}`,
    `"cluster":${quote(cluster)}`,
    list("sources", sources, (source) => writeRecord(sourceTypes, source)),
  ].join(",");

const list = <T>(key: string, items: readonly T[], write: (item: T) => string): string =>
  `${quote(key)}:[${items.map(write).join(",")}]`;
