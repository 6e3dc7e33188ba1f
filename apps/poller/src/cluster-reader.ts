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
  rows(type: DiscoveredType, signal: AbortSignal): Promise<Reading<Row>>;
  /** One reading for each kind of package that the cluster has. */
  packages(signal: AbortSignal): Promise<readonly Reading<PackageRow>[]>;
  /** Undefined where the cluster has no such type. */
  compositionRevisions(signal: AbortSignal): Promise<Reading<CompositionRevision> | undefined>;
  /** The owners that namespaces name, for all in them that name none. */
  namespaceOwners(signal: AbortSignal): Promise<Reading<NamespaceOwner>>;
}
