import { discoveredType, type DiscoveredType } from "./discovered-type.ts";
import type { Parsed } from "../gvr.ts";
import { fieldsOf, groupOf, listOf, textOf, type Fields } from "../object-fields.ts";

/** The type of an active ManagedResourceDefinition; undefined for an inactive one, which has no CRD. */
export function typeOfMrd(mrd: unknown): Parsed<DiscoveredType | undefined> {
  const { metadata: rawMetadata, spec: rawSpec } = fieldsOf(mrd);
  const [metadata, spec] = [fieldsOf(rawMetadata), fieldsOf(rawSpec)];
  if (spec.state !== "Active") return { ok: true, value: undefined };
  const version = servedVersion(listOf(spec.versions).map(fieldsOf));
  if (version === undefined) return { ok: false, reason: "no version is served" };
  const namespaced = scopes.get(spec.scope);
  if (namespaced === undefined) return { ok: false, reason: `scope "${textOf(spec.scope)}" is not known` };
  const names = fieldsOf(spec.names);
  return discoveredType({
    group: textOf(spec.group),
    version,
    resource: textOf(names.plural),
    class: "managed",
    kind: textOf(names.kind),
    namespaced,
    provider: providerOf(metadata),
    definition: textOf(metadata.name),
  });
}

const scopes: ReadonlyMap<unknown, boolean> = new Map([
  ["Cluster", false],
  ["Namespaced", true],
]);

/** The stored version needs no conversion, but it is of use only while it is served. */
function servedVersion(versions: readonly Fields[]): string | undefined {
  const served = versions.filter((version) => version.served === true && textOf(version.name) !== "");
  const chosen = served.find(({ storage }) => storage === true) ?? served[0];
  return chosen && textOf(chosen.name);
}

/**
 * Crossplane makes the ProviderRevision and the Provider owners of an MRD. It puts the label `pkg.crossplane.io/package`
 * on revisions only; on MRDs it comes from the package's own labels, so it is the second choice.
 */
function providerOf(metadata: Fields): string {
  const owner = listOf(metadata.ownerReferences)
    .map(fieldsOf)
    .find(({ apiVersion, kind }) => kind === "Provider" && groupOf(apiVersion) === "pkg.crossplane.io");
  return textOf(owner?.name) || textOf(fieldsOf(metadata.labels)["pkg.crossplane.io/package"]);
}
