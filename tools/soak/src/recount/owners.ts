import type { KubeObject } from "./kube-object.ts";
import type { Known, Relations } from "./relations.ts";

/** The annotation that names the creator, and the one that names the team. */
export interface OwnerKeys {
  readonly creator: string;
  readonly team: string;
}

type Named = (key: string) => string;

/**
 * Whom an object belongs to, creator and team each by itself: its own annotation, else that of the nearest object above
 * it that has one, else what its namespace, else its claim's namespace, says.
 */
export function ownerFinder(relations: Relations, namespaces: readonly KubeObject[]): (known: Known) => Named {
  const byName = new Map(namespaces.map((namespace) => [namespace.metadata.name, namespace.metadata]));
  const ofNamespace = (name: string, key: string): string => {
    const { annotations = {}, labels = {} } = byName.get(name) ?? {};
    return annotations[key] || (labels[key] ?? "");
  };
  const annotated = (known: Known | undefined, key: string): string => {
    if (known === undefined) return "";
    const own = known.object.metadata.annotations?.[key] ?? "";
    if (own !== "" || known.class === "claim") return own;
    const nearest = relations.nearestTo(known);
    if (nearest !== undefined) return annotated(nearest, key);
    return known.class === "composite" ? annotated(relations.claimOf(known), key) : "";
  };
  return (known) => (key) =>
    annotated(known, key) ||
    ofNamespace(known.object.metadata.namespace ?? "", key) ||
    ofNamespace(relations.claimNameOf(known)?.namespace ?? "", key);
}
