import type { KubeObject, Texts } from "./kube-object.ts";
import type { OwnerKeys } from "./owners.ts";
import { machineryOf } from "./machinery.ts";
import { controllerOf } from "./relations.ts";
import type { Known, Relations } from "./relations.ts";

/** What the pages say of one object, but for its state. */
export interface Described {
  readonly identity: Texts & { readonly class: Known["class"] };
  readonly info: Texts;
  readonly object: KubeObject;
  readonly isManual: boolean;
  /** `""`, or the reference that leads nowhere. */
  readonly dangling: string;
}

export function descriptions(
  relations: Relations,
  ownerOf: (known: Known) => (key: string) => string,
  keys: OwnerKeys,
): readonly Described[] {
  const ownComposition = (known: Known): string =>
    machineryOf(known).compositionRef?.name || (known.object.metadata.labels?.["crossplane.io/composition-name"] ?? "");
  const compositionOf = (known: Known): string => {
    if (known.class === "composite") return ownComposition(known);
    const xr = known.class === "managed" ? relations.parentOf(known) : relations.xrOfClaim(known);
    const ofXR = xr === undefined ? "" : ownComposition(xr);
    return known.class === "managed" ? ofXR : ownComposition(known) || ofXR;
  };

  return relations.all.map((known) => {
    const { class: name, group, version, provider, object } = known;
    const { metadata, kind } = object;
    const managed = name === "managed";
    const controller = name === "claim" ? undefined : controllerOf(known);
    const claim = relations.claimNameOf(known);
    const owner = ownerOf(known);
    return {
      identity: { class: name, group, kind, namespace: metadata.namespace ?? "", name: metadata.name },
      info: {
        version,
        composition: compositionOf(known),
        composition_revision: managed ? "" : (machineryOf(known).compositionRevisionRef?.name ?? ""),
        provider,
        provider_config: managed ? (object.spec?.providerConfigRef?.name ?? "") : "",
        external_name: managed ? (metadata.annotations?.["crossplane.io/external-name"] ?? "") : "",
        creator: owner(keys.creator),
        team: owner(keys.team),
        claim_namespace: claim?.namespace ?? "",
        claim_name: claim?.name ?? "",
        parent_kind: controller?.kind ?? "",
        parent_name: controller?.name ?? "",
      },
      object,
      isManual: !managed && machineryOf(known).compositionUpdatePolicy === "Manual",
      dangling: danglingOf(known, relations),
    };
  });
}

function danglingOf(known: Known, relations: Relations): string {
  const { spec, metadata } = known.object;
  if (known.class === "claim") {
    const name = spec?.resourceRef?.name;
    return name !== undefined && relations.xrOfClaim(known)?.object.metadata.name !== name ? "xr" : "";
  }
  const root = metadata.labels?.["crossplane.io/composite"];
  const controller = controllerOf(known);
  const isItsOwn = known.class === "composite" && root === metadata.name && controller?.name !== root;
  const isComposed = controller !== undefined && root !== undefined && !isItsOwn;
  if (isComposed && relations.parentOf(known) === undefined) return "parent";
  const isClaimed = known.class === "composite" && machineryOf(known).claimRef?.name !== undefined;
  return isClaimed && relations.claimOf(known) === undefined ? "claim" : "";
}
