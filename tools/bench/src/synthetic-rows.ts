import { emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";

const gvr = gvrOf({ group: "s3.aws.m.upbound.io", version: "v1beta1", resource: "buckets" });
const ROWS_OF_A_NAMESPACE = 250;
const CREATED_AT = 1_700_000_000;

const padded = (number: number): string => String(number).padStart(8, "0");

function* rowsUpTo(count: number): Generator<Row, void, void> {
  for (let index = 0; index < count; index += 1) {
    const namespace = `team-${padded(Math.floor(index / ROWS_OF_A_NAMESPACE))}`;
    const isReady = index % 10 !== 0;
    yield {
      ...emptyRow,
      gvr,
      group: "s3.aws.m.upbound.io",
      version: "v1beta1",
      kind: "Bucket",
      namespace,
      name: `orders-${padded(index)}`,
      uid: `9f3c1e52-77a0-4c1b-9d55-${String(index).padStart(12, "0")}`,
      creator: `creator-${index % 97}`,
      team: namespace,
      composition: `bucket-${index % 7}`,
      provider: "provider-aws-s3",
      providerConfig: "default",
      externalName: `orders-${padded(index)}-eu`,
      parentKind: "XBucket",
      parentName: `orders-${padded(index)}-x`,
      ready: isReady ? 1 : 0,
      readyReason: isReady ? "Available" : "Creating",
      readySince: CREATED_AT + index,
      synced: 1,
      syncedReason: "ReconcileSuccess",
      syncedSince: CREATED_AT + index,
      createdAt: CREATED_AT + index,
    };
  }
}

/** A snapshot of managed resources in their order. */
export const syntheticSnapshot = (count: number): Snapshot => ({
  ...withoutRows,
  rows: { claim: [], composite: [], managed: [...rowsUpTo(count)] },
});

/** The same whose rows exist one after the other only while they are iterated, so that a writer's memory is its own. */
export const lazySnapshot = (count: number): Snapshot => {
  const managed = { length: count, [Symbol.iterator]: () => rowsUpTo(count) };
  return { ...withoutRows, rows: { claim: [], composite: [], managed: managed as unknown as readonly Row[] } };
};

const withoutRows: Omit<Snapshot, "rows"> = {
  cluster: "",
  generation: 1,
  takenAt: 1_700_000_000_000,
  sources: [],
  packages: [],
  compositionRevisions: [],
};
