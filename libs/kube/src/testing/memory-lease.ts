import type { LeaseAccess, LeaseWrite } from "../lease/lease-access.ts";
import type { Lease, LeaseRecord } from "../lease/lease.ts";

/** A Lease in memory, with the optimistic lock of the API server. */
export function memoryLease(): LeaseAccess {
  let lease: Lease | undefined;
  let version = 0;
  const write = (record: LeaseRecord): LeaseWrite => {
    version += 1;
    lease = { record, resourceVersion: String(version), metadata: {} };
    return { kind: "written", lease };
  };
  return {
    place: { namespace: "default", name: "lease" },
    read: async () => lease,
    create: async (record) => (lease === undefined ? write(record) : { kind: "conflict" }),
    replace: async (base, record) =>
      lease?.resourceVersion === base.resourceVersion ? write(record) : { kind: "conflict" },
  };
}
