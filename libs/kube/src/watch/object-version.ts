/** Which state of which object something is about. */
export interface ObjectVersion {
  /** `""` for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: number;
}

interface WithMetadata {
  readonly metadata?: { readonly namespace?: unknown; readonly name?: unknown; readonly resourceVersion?: unknown };
}

/** Undefined for what has no name, or no resourceVersion that can be compared. */
export function objectVersion(object: unknown): ObjectVersion | undefined {
  const { namespace, name, resourceVersion } = (object as WithMetadata | null)?.metadata ?? {};
  const version = versionNumber(resourceVersion);
  if (typeof name !== "string" || name === "" || version === undefined) return undefined;
  return { namespace: typeof namespace === "string" ? namespace : "", name, resourceVersion: version };
}

/**
 * A resourceVersion as a number, which every API server with etcd behind it gives and which Kubernetes 1.35 declares to be
 * comparable (KEP-5504); undefined for any other text.
 */
export function versionNumber(resourceVersion: unknown): number | undefined {
  if (typeof resourceVersion !== "string" || !/^[1-9]\d*$/.test(resourceVersion)) return undefined;
  const number = Number(resourceVersion);
  return Number.isSafeInteger(number) ? number : undefined;
}
