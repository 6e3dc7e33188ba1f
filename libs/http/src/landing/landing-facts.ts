/** What the landing page tells. Strings may hold anything. */
export interface LandingFacts {
  /** Of the service: `xp-tracker exporter`. */
  readonly name: string;
  readonly version: string;
  /** undefined: there is nothing to say of a snapshot here. */
  readonly snapshot?: LandingSnapshot | undefined;
}

/** The snapshot that is served; `state` says why there is none yet. */
export type LandingSnapshot =
  | { readonly state: "absent"; readonly reason: string }
  | {
      readonly state: "served";
      /** `""` where the cluster has no name. */
      readonly cluster: string;
      readonly generation: number;
      /** Unix milliseconds. */
      readonly takenAt: number;
      readonly classes: readonly LandingClass[];
      readonly sources: readonly LandingSource[];
    };

export interface LandingClass {
  /** `claims`, `composite resources`, `managed resources`. */
  readonly title: string;
  readonly total: number;
  readonly ready: number;
}

export interface LandingSource {
  readonly gvr: string;
  /** What it yields. */
  readonly class: string;
  /** Rows that are served for it: the last good ones where it has an error. */
  readonly rows: number;
  /** Unix seconds of the last complete list; 0: never. */
  readonly lastSuccess: number;
  /** `""`: read completely in the last cycle. */
  readonly error: string;
}
