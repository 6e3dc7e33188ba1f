import type { KubeObject } from "../recount/kube-object.ts";
import type { ClusterState, ObjectClass } from "../recount/read-cluster.ts";

/** An object, and where it is written. */
export interface Target {
  readonly class: ObjectClass;
  readonly path: string;
  readonly object: KubeObject;
}

export const targetsIn = ({ listed }: ClusterState): readonly Target[] =>
  listed.flatMap(({ class: name, group, version, plural, items }) =>
    items.map((object) => {
      const { namespace, name: own } = object.metadata;
      const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
      return { class: name, path: `/apis/${group}/${version}${scope}/${plural}/${own}`, object };
    }),
  );
