import { leaderFamilies } from "./process-families.ts";
import type { ProcessRegistry } from "./process-registry.ts";

const roles = ["leader", "follower"] as const;

/** What a process reports of its part among several pollers. */
export interface LeaderMetrics {
  elected(): void;
  lost(): void;
  /** A try to take, renew or release the Lease failed. */
  failed(errorClass: string): void;
}

/** Registers the metrics of leadership, as a follower. Once for each registry. */
export function leaderMetrics(registry: ProcessRegistry): LeaderMetrics {
  const leader = registry.gauge(leaderFamilies.leader);
  const transitions = registry.counter(leaderFamilies.leaseTransitions);
  const failures = registry.counter(leaderFamilies.leaseFailures);
  for (const role of roles) transitions.inc({ role }, 0);
  const become = (role: (typeof roles)[number]): void => {
    leader.set(role === "leader" ? 1 : 0);
    transitions.inc({ role });
  };
  return {
    elected: () => become("leader"),
    lost: () => become("follower"),
    failed: (error) => failures.inc({ error }),
  };
}
