import { fieldsOf, integerOf, listOf, textOf } from "../object-fields.ts";
import type { ConditionStatus } from "../rows/row.ts";
import { unixSeconds } from "./unix-seconds.ts";

interface Condition {
  readonly status: ConditionStatus;
  readonly reason: string;
  /** `lastTransitionTime`, Unix seconds; 0 where there is none. */
  readonly since: number;
  /** 0 where the condition does not say which generation it speaks of. */
  readonly observedGeneration: number;
}

/** Crossplane compares exactly, so `true` is as unknown as `Maybe`. */
const statuses: ReadonlyMap<unknown, ConditionStatus> = new Map([
  ["True", 1],
  ["False", 0],
]);

const missing: Condition = { status: -1, reason: "", since: 0, observedGeneration: 0 };

/** The first condition of `type` among an object's `status.conditions`: types are unique where controllers behave. */
export function conditionOf(status: unknown, type: string): Condition {
  const found = listOf(fieldsOf(status).conditions).find((entry) => fieldsOf(entry).type === type);
  if (found === undefined) return missing;
  const condition = fieldsOf(found);
  return {
    status: statuses.get(condition.status) ?? -1,
    reason: textOf(condition.reason),
    since: unixSeconds(condition.lastTransitionTime),
    observedGeneration: integerOf(condition.observedGeneration),
  };
}
