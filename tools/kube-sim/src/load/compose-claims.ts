import { createHash } from "node:crypto";
import { at, isJsonObject, kubeTime, splitApiVersion, textAt } from "../cluster/kube-object.ts";
import type { Json, JsonObject, KubeObject } from "../cluster/kube-object.ts";

/** Fields of a claim's spec that concern the claim itself and are not handed to its composite resource. */
const CLAIM_ONLY: ReadonlySet<string> = new Set(["resourceRef", "compositeDeletePolicy", "writeConnectionSecretToRef"]);

interface Offer {
  readonly composite: { readonly kind: string; readonly namespaced: boolean };
  readonly claimKind: string;
  readonly composition: string;
}

function offerOf(xrd: KubeObject): Offer {
  const scope = textAt(xrd, "spec", "scope") || (xrd.apiVersion.endsWith("/v2") ? "Namespaced" : "LegacyCluster");
  const enforced = textAt(xrd, "spec", "enforcedCompositionRef", "name");
  return {
    composite: { kind: textAt(xrd, "spec", "names", "kind"), namespaced: scope === "Namespaced" },
    claimKind: textAt(xrd, "spec", "claimNames", "kind"),
    composition: enforced || textAt(xrd, "spec", "defaultCompositionRef", "name"),
  };
}

const condition = (type: string, reason: string, nowMs: number): Json => ({
  lastTransitionTime: kubeTime(nowMs),
  reason,
  status: "True",
  type,
});

const settled = (nowMs: number): JsonObject => ({
  conditions: [condition("Synced", "ReconcileSuccess", nowMs), condition("Ready", "Available", nowMs)],
});

const withStatus = (object: KubeObject, nowMs: number): KubeObject =>
  object["status"] === undefined ? { ...object, status: settled(nowMs) } : object;

/** Crossplane's generated names: up to 57 characters of the claim's, a dash, five more; here always the same ones. */
const compositeName = (claim: KubeObject): string => {
  const { namespace = "default", name } = claim.metadata;
  const digest = createHash("sha256").update(`${claim.apiVersion}/${claim.kind}/${namespace}/${name}`).digest("hex");
  return `${name.slice(0, 57)}-${digest.slice(0, 5)}`;
};

function composed(claim: KubeObject, offer: Offer, nowMs: number): readonly KubeObject[] {
  const { namespace = "default", name, labels = {}, annotations } = claim.metadata;
  const spec = isJsonObject(claim["spec"]) ? claim["spec"] : {};
  const own = textAt(spec, "compositionRef", "name") || offer.composition;
  const compositionRef = own === "" ? {} : { compositionRef: { name: own } };
  const xrName = compositeName(claim);
  const { apiVersion } = claim;
  const handedOn = Object.fromEntries(Object.entries(spec).filter(([key]) => !CLAIM_ONLY.has(key)));
  const xr: KubeObject = {
    apiVersion,
    kind: offer.composite.kind,
    metadata: {
      name: xrName,
      ...(annotations === undefined ? {} : { annotations }),
      labels: {
        ...labels,
        "crossplane.io/claim-name": name,
        "crossplane.io/claim-namespace": namespace,
        "crossplane.io/composite": xrName,
      },
    },
    spec: { ...handedOn, ...compositionRef, claimRef: { apiVersion, kind: claim.kind, name, namespace } },
    status: settled(nowMs),
  };
  const resourceRef = { apiVersion, kind: offer.composite.kind, name: xrName };
  return [withStatus({ ...claim, spec: { ...spec, ...compositionRef, resourceRef } }, nowMs), xr];
}

const isNew = (object: KubeObject): boolean => object.metadata.uid === undefined;

/**
 * Does what Crossplane does with claims that were only just written: each gets a composite resource, and both get their
 * conditions. Objects with a uid were read from a server, and claims with a resourceRef are composed already: they stay.
 */
export function composeClaims(objects: readonly KubeObject[], nowMs: number): readonly KubeObject[] {
  const claims = new Map<string, Offer>();
  const composites = new Set<string>();
  for (const object of objects) {
    if (object.kind !== "CompositeResourceDefinition") continue;
    const offer = offerOf(object);
    const group = textAt(object, "spec", "group");
    composites.add(`${group}/${offer.composite.kind}`);
    if (offer.claimKind !== "") claims.set(`${group}/${offer.claimKind}`, offer);
  }
  return objects.flatMap((object) => {
    const kind = `${splitApiVersion(object.apiVersion).group}/${object.kind}`;
    const offer = claims.get(kind);
    if (!isNew(object)) return [object];
    if (offer !== undefined && at(object, "spec", "resourceRef") === undefined) return composed(object, offer, nowMs);
    return offer !== undefined || composites.has(kind) ? [withStatus(object, nowMs)] : [object];
  });
}
