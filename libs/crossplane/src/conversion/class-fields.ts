import type { ConversionSettings } from "./conversion-settings.ts";
import type { DiscoveredType } from "../definitions/discovered-type.ts";
import type { Intern } from "../interner.ts";
import { fieldsOf, groupOf, listOf, textOf, type Fields } from "../object-fields.ts";
import type { ResourceClass, Row } from "../rows/row.ts";

/** An object taken apart, and what is needed to read it. */
interface Parts {
  readonly type: DiscoveredType;
  readonly settings: ConversionSettings;
  readonly intern: Intern;
  /** For texts that hardly repeat. */
  readonly fit: Intern;
  readonly meta: Fields;
  readonly annotations: Fields;
  readonly labels: Fields;
  readonly spec: Fields;
}

/** The fields of a row that only some classes have. */
export const classFields: Readonly<Record<ResourceClass, (parts: Parts) => Partial<Row>>> = {
  claim: (parts) => ({ ...compositionFields(parts), ...resourceRefFields(parts) }),
  composite: (parts) => ({ ...compositionFields(parts), ...claimFields(parts), ...ancestorFields(parts) }),
  managed: (parts) => ({ ...claimFields(parts), ...ancestorFields(parts), ...providerFields(parts) }),
};

/** Modern XRs keep Crossplane's fields in `spec.crossplane`, and all else of their `spec` is the platform's own. */
const isModernXR = ({ type, meta, spec }: Parts): boolean =>
  type.class === "composite" && (textOf(meta.namespace) !== "" || spec.crossplane !== undefined);

/** Legacy XRs and claims keep Crossplane's fields in `spec`. */
function compositionFields(parts: Parts) {
  const { spec, labels, settings, intern } = parts;
  const machinery = isModernXR(parts) ? fieldsOf(spec.crossplane) : spec;
  const nameIn = (key: string) => textOf(fieldsOf(machinery[key]).name);
  const composition = intern(nameIn("compositionRef") || textOf(labels[settings.compositionLabelKey]));
  return {
    composition,
    ownComposition: composition,
    compositionRevision: intern(nameIn("compositionRevisionRef")),
    compositionUpdatePolicy: intern(textOf(machinery.compositionUpdatePolicy)),
  };
}

function resourceRefFields({ spec, intern }: Parts) {
  const { apiVersion, kind, name } = fieldsOf(spec.resourceRef);
  return { xrName: intern(textOf(name)), xrGroup: intern(groupOf(apiVersion)), xrKind: intern(textOf(kind)) };
}

/** A legacy XR names its claim in `spec.claimRef`; composed resources inherit labels, which give no kind. */
function claimFields(parts: Parts) {
  const { type, spec, labels, intern } = parts;
  const ref = type.class === "composite" && !isModernXR(parts) ? fieldsOf(spec.claimRef) : fieldsOf(undefined);
  const named = textOf(ref.name) !== "";
  const claimName = intern(textOf(named ? ref.name : labels["crossplane.io/claim-name"]));
  const claimNamespace = intern(textOf(named ? ref.namespace : labels["crossplane.io/claim-namespace"]));
  const claimKind = named ? intern(textOf(ref.kind)) : "";
  return {
    claimName,
    ownClaimName: claimName,
    claimNamespace,
    ownClaimNamespace: claimNamespace,
    claimKind,
    ownClaimKind: claimKind,
  };
}

/** The XR that composed an object is its controller; other owners only take part in garbage collection. */
function ancestorFields({ type, meta, labels, settings, intern }: Parts) {
  const { apiVersion, kind, name, uid } = fieldsOf(
    listOf(meta.ownerReferences).find((owner) => fieldsOf(owner).controller === true),
  );
  const parentUid = intern(textOf(uid));
  // Crossplane puts the root's name on all that is below it, and on the root itself.
  const isRoot = type.class === "composite" && parentUid === "";
  return {
    xrName: isRoot ? "" : intern(textOf(labels[settings.compositeLabelKey])),
    parentUid,
    parentGroup: intern(groupOf(apiVersion)),
    parentKind: intern(textOf(kind)),
    parentName: intern(textOf(name)),
  };
}

function providerFields({ type, spec, annotations, intern, fit }: Parts) {
  const config = fieldsOf(spec.providerConfigRef);
  const policies = listOf(spec.managementPolicies);
  return {
    provider: type.provider,
    providerConfig: intern(textOf(config.name)),
    providerConfigKind: intern(textOf(config.kind)),
    externalName: fit(textOf(annotations["crossplane.io/external-name"])),
    managementPolicies: policies.every((policy) => typeof policy === "string")
      ? intern(policies.map(textOf).join(","))
      : "",
  };
}
