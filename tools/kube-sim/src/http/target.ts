import type { Cluster } from "../cluster/cluster.ts";
import type { Collection } from "../cluster/collection.ts";
import { joinApiVersion } from "../cluster/kube-object.ts";
import { typeName } from "../cluster/served-type.ts";
import type { ServedType, ServedVersion } from "../cluster/served-type.ts";
import type { ResourcePath } from "./paths.ts";
import type { Subject } from "./status.ts";

/** What a path leads to: a served type in one version, and perhaps a namespace and a name. */
export interface Target {
  readonly cluster: Cluster;
  readonly type: ServedType;
  readonly version: ServedVersion;
  readonly apiVersion: string;
  readonly objects: Collection;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly subject: Subject;
}

/** Undefined where the server has no such path: unknown type, or the scope does not fit. */
export function targetOf(cluster: Cluster, path: ResourcePath): Target | undefined {
  const type = cluster.type(typeName(path));
  const version = type?.versions.find(({ name }) => name === path.version);
  if (type === undefined || version === undefined) return undefined;
  if (path.namespace !== undefined && !type.namespaced) return undefined;
  if (path.name !== undefined && type.namespaced && path.namespace === undefined) return undefined;
  return {
    cluster,
    type,
    version,
    apiVersion: joinApiVersion(type.group, version.name),
    objects: cluster.objects(type),
    namespace: path.namespace,
    name: path.name,
    subresource: path.subresource,
    subject: {
      group: path.group,
      plural: path.plural,
      ...(path.namespace === undefined ? {} : { namespace: path.namespace }),
      ...(path.name === undefined ? {} : { name: path.name }),
    },
  };
}
