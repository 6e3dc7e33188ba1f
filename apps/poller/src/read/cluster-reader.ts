import type {
  CompositionRevision,
  DiscoveredType,
  ErrorClass,
  Gvr,
  Owner,
  PackageRow,
  Row,
  SourceClass,
} from "@xp-tracker/crossplane";
import type { Discovery } from "@xp-tracker/kube";

/** What one list of one GVR gave: everything, or nothing and why. Never a part. */
export type Reading<T> =
  | { readonly ok: true; readonly gvr: Gvr; readonly class: SourceClass; readonly items: readonly T[] }
  | {
      readonly ok: false;
      readonly gvr: Gvr;
      readonly class: SourceClass;
      readonly error: ErrorClass;
      readonly cause: unknown;
    };

export type NamespaceOwner = readonly [namespace: string, owner: Owner];

/** Reads one cluster. Expected failures are part of the answers; only an abort throws. */
export interface ClusterReader {
  discover(signal: AbortSignal): Promise<Discovery>;
  /** The same array as the last time where nothing changed since. */
  rows(type: DiscoveredType, signal: AbortSignal): Promise<Reading<Row>>;
  /** One reading for each kind of package that the cluster has. */
  packages(signal: AbortSignal): Promise<readonly Reading<PackageRow>[]>;
  /** Undefined where the cluster has no such type. */
  compositionRevisions(signal: AbortSignal): Promise<Reading<CompositionRevision> | undefined>;
  /** The owners that namespaces name, for all in them that name none. */
  namespaceOwners(signal: AbortSignal): Promise<Reading<NamespaceOwner>>;

  // Of readers that keep something between cycles.
  /** Takes what the rows of a reading became, one for one, in place of them: one of both is enough to keep. */
  readonly linked?: (items: readonly Row[], rows: readonly Row[]) => void;
  /** Ends what goes on between cycles. */
  readonly close?: () => void;
}
