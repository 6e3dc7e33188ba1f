import type { Gvr } from "./gvr.ts";
import type { ResourceClass, Row } from "./rows/row.ts";

/** Why a source could not be read, as a short stable word that fits a label. `""` means it could. */
export type ErrorClass =
  | ""
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "expired"
  | "throttled"
  | "server_error"
  | "timeout"
  | "network"
  | "malformed";

/** What a source yields: rows of a class, or what rows are found and linked with. */
export type SourceClass = ResourceClass | "definition" | "package" | "revision" | "namespace";

/** What is known of one listed GVR: the completeness record of a snapshot. */
export interface Source {
  readonly gvr: Gvr;
  readonly class: SourceClass;
  readonly rows: number;
  /** Unix seconds of the last complete list; 0 before the first. */
  readonly lastSuccess: number;
  /** `""` when the last cycle read this GVR completely; the rows are then fresh, otherwise they are the last good ones. */
  readonly error: ErrorClass;
}

/** A condition-bearing Crossplane package: Provider, Function or Configuration. */
export interface PackageRow {
  readonly kind: string;
  readonly name: string;
  /** The package reference that is asked for, e.g. `xpkg.crossplane.io/org/provider-aws-s3:v1.2.3`. */
  readonly package: string;
  readonly version: string;
  /** `status.currentRevision`. */
  readonly revision: string;
  readonly installed: -1 | 0 | 1;
  readonly installedReason: string;
  readonly healthy: -1 | 0 | 1;
  readonly healthyReason: string;
}

/** One revision of a Composition: what its XRs name in `compositionRevisionRef`. */
export interface CompositionRevision {
  readonly name: string;
  readonly composition: string;
  /** The newest of a composition has the greatest number; 0 where the object gives none. */
  readonly revision: number;
}

/** Whom a Namespace names as owner of all in it that names none. */
export interface NamespaceOwner {
  readonly namespace: string;
  readonly creator: string;
  readonly team: string;
}

/** The rows of each class, in a fixed order (see `compareRows`), so that replicas agree byte for byte. */
export type Rows = Readonly<Record<ResourceClass, readonly Row[]>>;

/** One immutable, enriched result of a poll cycle. Readers hold a reference to a whole one, never to a part. */
export interface Snapshot {
  /** Name of the cluster, `CLUSTER_NAME`; `""` where it is not set. */
  readonly cluster: string;
  /** Grows by at least one with every published cycle, across restarts of the poller too. */
  readonly generation: number;
  /** End of the poll cycle, Unix milliseconds. */
  readonly takenAt: number;
  readonly rows: Rows;
  readonly sources: readonly Source[];
  readonly packages: readonly PackageRow[];
  readonly compositionRevisions: readonly CompositionRevision[];
  /** Linkage's own knowledge: a poller that starts while namespaces cannot be listed goes on with it. Absent: none. */
  readonly namespaceOwners?: readonly NamespaceOwner[];
}
