import type { KubeObject, Machinery } from "./kube-object.ts";
import type { ObjectClass } from "./read-cluster.ts";

interface Steered {
  readonly class: ObjectClass;
  readonly object: KubeObject;
}

/** Of a modern XR it is `spec.crossplane`, and all else of its `spec` is the platform's own, whatever it is called. */
export function machineryOf({ class: name, object: { spec = {}, metadata } }: Steered): Machinery {
  const isModern = metadata.namespace !== undefined || spec.crossplane !== undefined;
  return name === "composite" && isModern ? (spec.crossplane ?? {}) : spec;
}
