import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";

/** What Go prints for the age of an object without a creation time: a saturated duration. */
const noAgeSeconds = 9_223_372_036;
const noTime = "0001-01-01T00:00:00Z";
const rowsInSegment = 1000;

/**
 * The original's `/bookkeeping`: all its keys in its order. Ages are those at the end of the poll cycle and
 * `generatedAt` is that time, so that the page can be cached and replicas answer with the same bytes.
 */
export const renderBookkeeping = (snapshot: Snapshot | undefined): readonly Buffer[] => [
  ...bookkeepingSegments(snapshot),
];

/** The same bit by bit, for a caller that must keep its event loop free. */
export function* bookkeepingSegments(snapshot: Snapshot | undefined): Generator<Buffer> {
  const takenAtSeconds = Math.floor((snapshot?.takenAt ?? 0) / 1000);
  for (const [index, { name, rowClass, entry }] of lists.entries()) {
    yield Buffer.from(`${index === 0 ? "{" : ","}"${name}":[`);
    const rows = snapshot?.rows[rowClass] ?? [];
    for (let start = 0; start < rows.length; start += rowsInSegment) {
      const texts = rows
        .slice(start, start + rowsInSegment)
        .map((row) => JSON.stringify({ ...entry(row), ...state(row, takenAtSeconds) }));
      yield Buffer.from(`${start === 0 ? "" : ","}${texts.join(",")}`);
    }
    yield Buffer.from("]");
  }
  yield Buffer.from(`,"generatedAt":"${snapshot === undefined ? noTime : wholeSeconds(takenAtSeconds)}"}`);
}

const typeAndName = (row: Row) => ({
  group: row.group,
  version: row.version,
  kind: row.kind,
  namespace: row.namespace,
  name: row.name,
});

const state = (row: Row, takenAtSeconds: number) => ({
  paused: row.paused,
  deleting: row.deletedAt !== 0,
  ready: row.ready === 1,
  reason: row.readyReason,
  ageSeconds: row.createdAt === 0 ? noAgeSeconds : takenAtSeconds - row.createdAt,
});

interface List {
  readonly name: string;
  readonly rowClass: ResourceClass;
  readonly entry: (row: Row) => Readonly<Record<string, string>>;
}

const lists: readonly List[] = [
  {
    name: "claims",
    rowClass: "claim",
    entry: (row) => ({ ...typeAndName(row), creator: row.creator, team: row.team, composition: row.composition }),
  },
  { name: "xrs", rowClass: "composite", entry: (row) => ({ ...typeAndName(row), composition: row.composition }) },
  {
    name: "mrs",
    rowClass: "managed",
    entry: (row) => ({
      ...typeAndName(row),
      xrName: row.xrName,
      claimName: row.claimName,
      claimNamespace: row.claimNamespace,
      provider: row.provider,
      providerConfig: row.providerConfig,
      externalName: row.externalName,
      managementPolicies: row.managementPolicies,
    }),
  },
];

const wholeSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
