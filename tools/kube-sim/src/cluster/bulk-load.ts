import { definingTypes } from "./definitions.ts";
import { splitApiVersion, textAt } from "./kube-object.ts";
import type { KubeObject } from "./kube-object.ts";
import type { Registry } from "./registry.ts";
import { typeName } from "./served-type.ts";
import type { ServedType } from "./served-type.ts";
import type { Stored } from "./stored.ts";

export interface BulkLoad {
  readonly registry: Registry;
  readonly prepare: (type: ServedType, object: KubeObject) => Stored;
  /** Does what follows from a definition. */
  readonly follow: (type: ServedType, stored: Stored) => void;
  readonly write: (type: ServedType, object: KubeObject) => Stored;
  readonly mrds: boolean;
}

const MRD_KINDS: ReadonlySet<string> = new Set(["ManagedResourceDefinition", "ManagedResourceActivationPolicy"]);
const STANDARD_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];

const belongsToMrds = (object: KubeObject): boolean =>
  MRD_KINDS.has(object.kind) || MRD_KINDS.has(textAt(object, "spec", "names", "kind"));

export const namespaceOf = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { ...labels, "kubernetes.io/metadata.name": name } },
  spec: { finalizers: ["kubernetes"] },
  status: { phase: "Active" },
});

/**
 * Loads many objects at once, in any order and without events: definitions first, then what they define, then the
 * namespaces that were named but not given. Returns the objects whose kind nobody defines.
 */
export function bulkLoad(input: readonly KubeObject[], parts: BulkLoad): readonly KubeObject[] {
  const { registry, prepare, follow, write, mrds } = parts;
  const all = input.filter((object) => mrds || !belongsToMrds(object));
  const typeOf = ({ apiVersion, kind }: KubeObject): ServedType | undefined =>
    registry.typeOfKind(splitApiVersion(apiVersion).group, kind);
  const fill = (type: ServedType, mine: readonly KubeObject[]): readonly Stored[] => {
    const stored = mine.map((object) => prepare(type, object));
    registry.objects(type).fill(stored);
    return stored;
  };

  for (const name of definingTypes) {
    const type = registry.type(name);
    if (type === undefined) continue;
    for (const stored of fill(
      type,
      all.filter((object) => typeOf(object) === type),
    ))
      follow(type, stored);
  }

  const rest = Map.groupBy(
    all.filter((object) => {
      const type = typeOf(object);
      return type === undefined || !definingTypes.includes(typeName(type));
    }),
    typeOf,
  );
  const namespaces = new Set(STANDARD_NAMESPACES);
  for (const [type, mine] of rest) {
    if (type === undefined) continue;
    for (const { namespace } of fill(type, mine)) if (namespace !== "") namespaces.add(namespace);
  }
  const namespaceType = registry.type("namespaces") as ServedType;
  for (const name of namespaces) {
    if (registry.objects(namespaceType).get(name) === undefined) write(namespaceType, namespaceOf(name));
  }
  return rest.get(undefined) ?? [];
}
