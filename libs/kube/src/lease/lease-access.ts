import { KubeApiError } from "../api-error.ts";
import { leaseObject, leaseOf } from "./lease.ts";
import type { Lease, LeasePlace, LeaseRecord } from "./lease.ts";

export type LeaseWrite =
  | { readonly kind: "written"; readonly lease: Lease }
  /** Somebody else wrote it meanwhile, or it is gone. */
  | { readonly kind: "conflict" };

/** One Lease, the only object that is ever written to Kubernetes. Every call has a deadline and is made once. */
export interface LeaseAccess {
  readonly place: LeasePlace;
  /** Undefined when there is none. @throws KubeApiError, and the signal's reason */
  read(signal: AbortSignal): Promise<Lease | undefined>;
  /** @throws KubeApiError: not_found where the namespace, or the whole API of Leases, is not there */
  create(record: LeaseRecord, signal: AbortSignal): Promise<LeaseWrite>;
  /** Writes `record` if the Lease is still `base`. @throws KubeApiError */
  replace(base: Lease, record: LeaseRecord, signal: AbortSignal): Promise<LeaseWrite>;
}

type LeaseMethod = "GET" | "POST" | "PUT";

/** Sends one request and parses the answer. @throws KubeApiError, and the signal's reason */
export type SendLease = (method: LeaseMethod, path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;

export function leaseAccess(place: LeasePlace, send: SendLease): LeaseAccess {
  const all = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(place.namespace)}/leases`;
  const one = `${all}/${encodeURIComponent(place.name)}`;

  const write = async (
    method: LeaseMethod,
    path: string,
    record: LeaseRecord,
    base: Lease | undefined,
    signal: AbortSignal,
  ): Promise<LeaseWrite> => {
    try {
      const answer = await send(method, path, leaseObject(place, record, base), signal);
      return { kind: "written", lease: leaseOf(`${method} ${path}`, answer) };
    } catch (error) {
      if (statusOf(error) === 409 || (base !== undefined && statusOf(error) === 404)) return { kind: "conflict" };
      throw error;
    }
  };

  return {
    place,
    read: async (signal) => {
      try {
        return leaseOf(`GET ${one}`, await send("GET", one, undefined, signal));
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
    create: (record, signal) => write("POST", all, record, undefined, signal),
    replace: (base, record, signal) => write("PUT", one, record, base, signal),
  };
}

const statusOf = (error: unknown): number | undefined => (error instanceof KubeApiError ? error.httpStatus : undefined);
