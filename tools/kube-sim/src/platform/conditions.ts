import { kubeTime } from "../cluster/kube-object.ts";
import type { Json, JsonObject } from "../cluster/kube-object.ts";
import type { Composed, Tree } from "./tree.ts";

export const condition = (
  type: string,
  status: "True" | "False",
  reason: string,
  sinceSeconds: number,
  more: { readonly message?: string; readonly observedGeneration?: number } = {},
): JsonObject => ({ lastTransitionTime: kubeTime(sinceSeconds * 1_000), ...more, reason, status, type });

const paused = (since: number): JsonObject =>
  condition("Synced", "False", "ReconcilePaused", since, {
    message: "Reconciliation is paused via the pause annotation",
  });

const synced = (since: number, observedGeneration: number): JsonObject =>
  condition("Synced", "True", "ReconcileSuccess", since, { observedGeneration });

/** Which object of a paused tree carries the annotation: users pause claims, composite and managed resources alike. */
export function pausedPart(tree: Tree): "claim" | "composite" | "managed" | "none" {
  if (tree.phase !== "paused") return "none";
  if (tree.kind.claim !== undefined && tree.id % 3 === 0) return "claim";
  return tree.id % 3 === 1 ? "managed" : "composite";
}

const managedStates: Readonly<Record<Composed["state"], (since: number) => readonly JsonObject[]>> = {
  creating: (since) => [condition("Ready", "False", "Creating", since), synced(since, 1)],
  ready: (since) => [condition("Ready", "True", "Available", since), synced(since, 1)],
  failing: (since) => [
    condition("Ready", "False", "Unavailable", since),
    condition("Synced", "False", "ReconcileError", since, {
      message: "update failed: cannot update external resource: AccessDenied: not authorized to perform this operation",
      observedGeneration: 1,
    }),
  ],
  deleting: (since) => [condition("Ready", "False", "Deleting", since), synced(since, 1)],
};

export function managedConditions(tree: Tree, composed: Composed, first: boolean): Json {
  const [ready, sync] = managedStates[composed.state](composed.since) as [JsonObject, JsonObject];
  return [ready, first && pausedPart(tree) === "managed" ? paused(tree.since) : sync];
}

export function compositeConditions(tree: Tree): Json {
  const unready = tree.composed.filter(({ state }) => state !== "ready");
  const since = Math.max(tree.createdAt, ...tree.composed.map((each) => each.since));
  const message = `Unready resources: ${unready.map(({ kind }) => kind.kind.toLowerCase()).join(", ")}`;
  const ready = (): JsonObject => {
    if (tree.deletedAt > 0) return condition("Ready", "False", "Deleting", tree.deletedAt);
    if (unready.length > 0) return condition("Ready", "False", "Creating", since, { message });
    return condition("Ready", "True", "Available", since);
  };
  const sync = pausedPart(tree) === "composite" ? paused(tree.since) : synced(tree.createdAt, tree.generation);
  const responsive = condition("Responsive", "True", "WatchCircuitClosed", tree.createdAt);
  return [ready(), sync, ...(tree.kind.claim === undefined ? [responsive] : [])];
}

export function claimConditions(tree: Tree): Json {
  const waiting = tree.composed.some(({ state }) => state !== "ready");
  const since = Math.max(tree.createdAt, ...tree.composed.map((each) => each.since));
  const ready = (): JsonObject => {
    if (tree.deletedAt > 0) return condition("Ready", "False", "Deleting", tree.deletedAt);
    if (!waiting) return condition("Ready", "True", "Available", since);
    return condition("Ready", "False", "Waiting", since, {
      message: "Claim is waiting for composite resource to become Ready",
    });
  };
  return [ready(), pausedPart(tree) === "claim" ? paused(tree.since) : synced(tree.createdAt, tree.generation)];
}
