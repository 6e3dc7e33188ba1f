import type { Cluster } from "../cluster/cluster.ts";
import { isJsonObject, kubeTime, textAt } from "../cluster/kube-object.ts";
import type { Json, KubeObject } from "../cluster/kube-object.ts";
import { joinApiVersion } from "../cluster/kube-object.ts";
import type { ServedType } from "../cluster/served-type.ts";
import { fromStored } from "../cluster/stored.ts";
import type { Stored } from "../cluster/stored.ts";

const CHURNING: readonly string[] = ["composite", "managed"];

const flipped = (condition: Json, nowMs: number): Json => {
  if (!isJsonObject(condition) || condition["type"] !== "Ready") return condition;
  const ready = textAt(condition, "status") === "True";
  const state = ready ? { reason: "Unavailable", status: "False" } : { reason: "Available", status: "True" };
  return { ...condition, ...state, lastTransitionTime: kubeTime(nowMs) };
};

function flip(object: KubeObject, nowMs: number): KubeObject {
  const status = isJsonObject(object["status"]) ? object["status"] : {};
  const conditions = Array.isArray(status["conditions"]) ? (status["conditions"] as readonly Json[]) : [];
  const changed = conditions.map((condition) => flipped(condition, nowMs));
  return { ...object, status: { ...status, conditions: changed } };
}

/**
 * Turns the Ready condition of that many composite and managed resources, spread evenly over all of them.
 * Returns how many were changed: fewer when there are no more.
 */
export function churn(cluster: Cluster, count: number): number {
  const candidates: (readonly [ServedType, Stored])[] = [];
  for (const type of cluster.types()) {
    if (!CHURNING.some((category) => type.categories.includes(category))) continue;
    for (const stored of cluster.objects(type).all()) candidates.push([type, stored]);
  }
  const chosen = Math.min(count, candidates.length);
  for (let index = 0; index < chosen; index += 1) {
    const [type, stored] = candidates[Math.floor((index * candidates.length) / chosen)] as readonly [
      ServedType,
      Stored,
    ];
    const object = fromStored(stored, joinApiVersion(type.group, type.storageVersion), type.kind);
    cluster.write(type, flip(object, cluster.now()));
  }
  return chosen;
}
