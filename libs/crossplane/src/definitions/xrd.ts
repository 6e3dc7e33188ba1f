import { discoveredType, type DiscoveredType } from "./discovered-type.ts";
import type { Parsed } from "../gvr.ts";
import { fieldsOf, listOf, textOf, type Fields } from "../object-fields.ts";
import type { ResourceClass } from "../rows/row.ts";

/**
 * The types that a CompositeResourceDefinition (read through `apiextensions.crossplane.io/v1`) offers: its XRs, and
 * its claims if it has `claimNames`. One that is being deleted still has them: Crossplane removes the objects first.
 */
export function typesOfXrd(xrd: unknown): Parsed<readonly DiscoveredType[]> {
  const { metadata, spec: rawSpec } = fieldsOf(xrd);
  const spec = fieldsOf(rawSpec);
  const version = referenceableVersion(listOf(spec.versions).map(fieldsOf));
  if (version === undefined) return { ok: false, reason: "no version is referenceable or served" };
  const namespaced = scopes.get(spec.scope ?? undefined);
  if (namespaced === undefined) return { ok: false, reason: `scope "${textOf(spec.scope)}" is not known` };

  const offer = (offered: ResourceClass, names: Fields, isNamespaced: boolean): Parsed<DiscoveredType> =>
    discoveredType({
      group: textOf(spec.group),
      version,
      resource: textOf(names.plural),
      class: offered,
      kind: textOf(names.kind),
      namespaced: isNamespaced,
      provider: "",
      definition: textOf(fieldsOf(metadata).name),
    });

  const composite = offer("composite", fieldsOf(spec.names), namespaced);
  if (!composite.ok) return composite;
  if (textOf(fieldsOf(spec.claimNames).plural) === "") return { ok: true, value: [composite.value] };
  const claim = offer("claim", fieldsOf(spec.claimNames), true);
  return claim.ok ? { ok: true, value: [composite.value, claim.value] } : claim;
}

/** Whether XRs are namespaced. Crossplane 1.x knows no scope: all its XRs are cluster-scoped. */
const scopes: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [undefined, false],
  ["LegacyCluster", false],
  ["Cluster", false],
  ["Namespaced", true],
]);

/** Exactly one version is referenceable; it is the one that Crossplane stores and reconciles. */
function referenceableVersion(versions: readonly Fields[]): string | undefined {
  const usable = versions.filter(({ name }) => textOf(name) !== "");
  const chosen =
    usable.find(({ referenceable, served }) => referenceable === true && served !== false) ??
    usable.find(({ served }) => served === true);
  return chosen && textOf(chosen.name);
}
