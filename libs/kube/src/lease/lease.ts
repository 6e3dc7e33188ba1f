import { KubeApiError } from "../api-error.ts";

/** Who leads, and since when: what a Lease's spec says. */
export interface LeaseRecord {
  /** `""` when nobody does. */
  readonly holder: string;
  /** How long the holder may be silent before others take over. */
  readonly durationMs: number;
  /** Unix milliseconds by the holder's clock, for people; nothing is decided by them. */
  readonly acquiredAt: number;
  readonly renewedAt: number;
  /** How often the holder has changed. */
  readonly transitions: number;
}

/** A Lease as the server has it. */
export interface Lease {
  readonly record: LeaseRecord;
  /** What a write that builds on this state must name. */
  readonly resourceVersion: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface LeasePlace {
  readonly namespace: string;
  readonly name: string;
}

/** @throws KubeApiError malformed */
export function leaseOf(what: string, object: unknown): Lease {
  const { metadata, spec } = isRecord(object) ? object : {};
  if (!isRecord(metadata) || typeof metadata["resourceVersion"] !== "string") {
    throw new KubeApiError(`${what}: the answer is not a Lease`, { errorClass: "malformed" });
  }
  return { record: recordOf(isRecord(spec) ? spec : {}), resourceVersion: metadata["resourceVersion"], metadata };
}

/** The object to write; labels and annotations that others gave it stay. */
export const leaseObject = ({ namespace, name }: LeasePlace, record: LeaseRecord, base?: Lease) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: base === undefined ? { namespace, name } : { ...base.metadata, resourceVersion: base.resourceVersion },
  spec: {
    holderIdentity: record.holder,
    leaseDurationSeconds: Math.ceil(record.durationMs / 1000),
    acquireTime: microTime(record.acquiredAt),
    renewTime: microTime(record.renewedAt),
    leaseTransitions: record.transitions,
  },
});

function recordOf(spec: Readonly<Record<string, unknown>>): LeaseRecord {
  const { holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions } = spec;
  return {
    holder: typeof holderIdentity === "string" ? holderIdentity : "",
    durationMs: numberOr(leaseDurationSeconds, 0) * 1000,
    acquiredAt: timeOf(acquireTime),
    renewedAt: timeOf(renewTime),
    transitions: numberOr(leaseTransitions, 0),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);

const timeOf = (value: unknown): number => Date.parse(String(value)) || 0;

/** Kubernetes' MicroTime, which has exactly six digits after the point. */
const microTime = (unixMs: number): string => new Date(unixMs).toISOString().replace("Z", "000Z");
