import { groupOf } from "./kube-object.ts";
import type { KubeObject, OwnerReference } from "./kube-object.ts";
import { machineryOf } from "./machinery.ts";
import type { ClusterState, Listed } from "./read-cluster.ts";

/** An object with its type. */
export interface Known extends Omit<Listed, "items" | "plural"> {
  readonly object: KubeObject;
}

interface ClaimName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Who belongs to whom, as `docs/concepts.md` has it: by uid, or by group, kind, namespace and name. */
export interface Relations {
  readonly all: readonly Known[];
  /** The XR that composed it. */
  readonly parentOf: (known: Known) => Known | undefined;
  /** The parent, else the root XR that its label names where only one can be meant. */
  readonly nearestTo: (known: Known) => Known | undefined;
  /** The claim at the top, whether or not it exists. */
  readonly claimNameOf: (known: Known) => ClaimName | undefined;
  readonly claimOf: (known: Known) => Known | undefined;
  readonly xrOfClaim: (claim: Known) => Known | undefined;
}

const keyOf = (group: string, kind = "", namespace = "", name = ""): string =>
  JSON.stringify([group, kind, namespace, name]);

export const controllerOf = ({ object }: Known): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find(({ controller }) => controller === true);

export function relationsOf({ listed }: ClusterState): Relations {
  const all = listed.flatMap(({ items, plural: _plural, ...type }) => items.map((object) => ({ ...type, object })));
  const ofClass = (name: Known["class"]): readonly Known[] => all.filter((known) => known.class === name);
  const [claims, xrs] = [ofClass("claim"), ofClass("composite")];
  const named = new Map(
    [...claims, ...xrs].map((known) => {
      const { kind, metadata } = known.object;
      return [keyOf(known.group, kind, metadata.namespace, metadata.name), known] as const;
    }),
  );
  const byUid = new Map(xrs.map((xr) => [xr.object.metadata.uid, xr]));
  const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);

  const parentOf = (known: Known): Known | undefined => byUid.get(controllerOf(known)?.uid ?? "");
  const labelledRootOf = (known: Known): Known | undefined => {
    const { object } = known;
    const { labels = {}, namespace = "" } = object.metadata;
    const label = labels["crossplane.io/composite"];
    const controller = controllerOf(known);
    const root = only(
      xrs.filter((xr) => {
        const { name, namespace: own = "" } = xr.object.metadata;
        return (
          xr.object !== object && controllerOf(xr) === undefined && name === label && [namespace, ""].includes(own)
        );
      }),
    );
    const isOther = (xr: Known): boolean =>
      controller?.name === label &&
      (controller?.kind !== xr.object.kind || groupOf(controller.apiVersion ?? "") !== xr.group);
    return root !== undefined && isOther(root) ? undefined : root;
  };
  const nearestTo = (known: Known): Known | undefined =>
    parentOf(known) ??
    (known.class === "composite" && controllerOf(known) === undefined ? undefined : labelledRootOf(known));

  const referredXR = ({ object }: Known): Known | undefined => {
    const { apiVersion = "", kind, name } = object.spec?.resourceRef ?? {};
    return named.get(keyOf(groupOf(apiVersion), kind, "", name));
  };
  const claimNamedBy = (xr: Known): Known | undefined => {
    const { kind, namespace, name } = machineryOf(xr).claimRef ?? {};
    return name === undefined
      ? only(claims.filter((claim) => referredXR(claim) === xr))
      : named.get(keyOf(xr.group, kind, namespace, name));
  };
  const nameOf = ({ object: { kind, metadata } }: Known): ClaimName => ({
    kind,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
  });
  const claimNameOf = (known: Known): ClaimName | undefined => {
    if (known.class === "claim") return undefined;
    const { metadata } = known.object;
    const { name, kind = "", namespace = "" } = (known.class === "composite" && machineryOf(known).claimRef) || {};
    if (name !== undefined) return { kind, namespace, name };
    const claim = known.class === "composite" ? claimNamedBy(known) : undefined;
    const nearest = nearestTo(known);
    const relative = claim === undefined ? nearest && claimNameOf(nearest) : nameOf(claim);
    const label = metadata.labels?.["crossplane.io/claim-name"];
    if (label === undefined) return relative;
    const own = { kind: "", namespace: metadata.labels?.["crossplane.io/claim-namespace"] ?? "", name: label };
    return relative?.name === own.name && relative.namespace === own.namespace ? relative : own;
  };
  return {
    all,
    parentOf,
    nearestTo,
    claimNameOf,
    claimOf: (known) => {
      const { kind, namespace, name } = claimNameOf(known) ?? {};
      return named.get(keyOf(known.group, kind, namespace, name));
    },
    xrOfClaim: (claim) => {
      const { kind, metadata } = claim.object;
      const names = (xr: Known): boolean => {
        const ref = machineryOf(xr).claimRef;
        return (
          xr.group === claim.group &&
          ref?.kind === kind &&
          ref.namespace === metadata.namespace &&
          ref.name === metadata.name
        );
      };
      return referredXR(claim) ?? only(xrs.filter(names));
    },
  };
}
