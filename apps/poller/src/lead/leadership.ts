import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Snapshot } from "@xp-tracker/crossplane";
import { KubeApiError, leaseTiming, runElection } from "@xp-tracker/kube";
import type { ElectionEvents, KubeConnection, LeasePlace, Roles, Term } from "@xp-tracker/kube";
import type { LeaderMetrics } from "@xp-tracker/metrics";
import { AppError, errorText, outage } from "@xp-tracker/runtime";
import type { Config, Log } from "@xp-tracker/runtime";

export interface LeadershipDeps {
  readonly config: Pick<Config, "leaderElection" | "leaseName" | "leaseNamespace" | "leaseDurationMs">;
  readonly connection: Pick<KubeConnection, "home" | "lease">;
  readonly log: Log;
  readonly metrics: LeaderMetrics;
}

/** The term of a process that nobody competes with. */
export const endless: Term = { signal: new AbortController().signal, check: () => undefined };

/**
 * Leads while this process is the one poller that may write, and follows otherwise, until `signal` aborts. Where nothing
 * is to be elected it just leads. @throws what `lead` throws
 */
export async function takeTurns(deps: LeadershipDeps, roles: Roles, signal: AbortSignal): Promise<void> {
  const { config, connection, log, metrics } = deps;
  const alone = async (): Promise<void> => {
    metrics.elected();
    await roles.lead(endless);
  };
  const reason = reasonAgainst(config.leaderElection, connection.home.inCluster);
  if (reason !== undefined) {
    log.info("leader election is off", { reason });
    return alone();
  }

  const place = { namespace: config.leaseNamespace ?? connection.home.namespace, name: config.leaseName };
  const timing = leaseTiming(config.leaseDurationMs);
  const identity = `${hostname()}_${randomUUID()}`;
  const tell = events(place, identity, deps);
  let hasWorked = false;
  const worked = (): void => {
    hasWorked = true;
    tell.worked();
  };
  const options = {
    access: connection.lease(place, timing.requestMs),
    identity,
    timing,
    events: { ...tell, worked },
    // Once the Lease could be used, other pollers go by it: a permission that is taken away later makes no second writer.
    isHopeless: (error: unknown) => config.leaderElection === "auto" && !hasWorked && isRefusal(error),
  };
  try {
    await runElection(options, roles, signal);
  } catch (error) {
    if (!options.isHopeless(error)) throw error;
    log.warn("leader election is off", { error: asRefusal(place, error) });
    await alone();
  }
}

type AfterPublish = (snapshot: Snapshot, signal: AbortSignal) => Promise<void>;

/** What may follow a published snapshot as long as the term lasts. It is cut off at the term's end. */
export const inTerm =
  (term: Term, afterPublish: AfterPublish): AfterPublish =>
  async (snapshot, signal) => {
    term.check();
    term.signal.throwIfAborted();
    // A signal that listens to another one is kept for as long as that, unless it aborts itself.
    const done = new AbortController();
    try {
      await afterPublish(snapshot, AbortSignal.any([signal, term.signal, done.signal]));
    } finally {
      done.abort();
    }
  };

const reasonAgainst = (setting: Config["leaderElection"], inCluster: boolean): string | undefined => {
  if (setting === "off") return "LEADER_ELECTION is off";
  return setting === "auto" && !inCluster ? "not in a pod; LEADER_ELECTION=on turns it on" : undefined;
};

function events(place: LeasePlace, identity: string, { log, metrics }: LeadershipDeps): ElectionEvents {
  const lease = `${place.namespace}/${place.name}`;
  const messages = { failed: "Lease cannot be used", worked: "Lease can be used again" };
  const refusing = outage(log, { level: "error", ...messages }, { lease });
  const failing = outage(log, { level: "warn", ...messages }, { lease });
  return {
    waiting: (holder) => log.info("following: another process leads", { lease, holder }),
    elected: () => {
      metrics.elected();
      log.info("leading", { lease, identity });
    },
    lost: (error) => {
      metrics.lost();
      log.warn("no longer leading", { lease, error });
    },
    failed: (error) => {
      metrics.failed(error instanceof KubeApiError ? error.errorClass : "internal");
      if (isRefusal(error)) refusing.failed(asRefusal(place, error));
      else failing.failed(error);
    },
    worked: () => {
      refusing.worked();
      failing.worked();
    },
  };
}

/** The permission, the namespace or the API is not there. */
const isRefusal = (error: unknown): boolean =>
  error instanceof KubeApiError && (error.errorClass === "forbidden" || error.errorClass === "not_found");

const asRefusal = ({ namespace, name }: LeasePlace, cause: unknown): AppError =>
  new AppError("LEASE_REFUSED", `the Lease ${namespace}/${name} cannot be used: ${errorText(cause)}`, {
    cause,
    remedy: `Grant get and update on it and create on leases in ${namespace}, or set LEADER_ELECTION=off for one poller.`,
  });
