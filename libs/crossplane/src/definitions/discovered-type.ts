import { gvrOf, parseGvr, type Gvr, type Parsed } from "../gvr.ts";
import type { ResourceClass } from "../rows/row.ts";

/** One type to list, as a definition (or API discovery) gives it. */
export interface DiscoveredType {
  readonly gvr: Gvr;
  readonly class: ResourceClass;
  readonly kind: string;
  readonly namespaced: boolean;
  /** MRs: the Provider package that brought the type; `""` where that is not known. */
  readonly provider: string;
  /** Name of the XRD or MRD, or of the CRD where API discovery alone named the type. */
  readonly definition: string;
}

/** The parts of a type before they are known to make a GVR. */
type TypeParts = Omit<DiscoveredType, "gvr"> & {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
};

/** Checks what becomes part of a URL path: group, version and plural; and that there is a kind. */
export function discoveredType({ group, version, resource, ...rest }: TypeParts): Parsed<DiscoveredType> {
  const gvr = parseGvr(gvrOf({ group, version, resource }));
  if (!gvr.ok) return gvr;
  if (rest.kind === "") return { ok: false, reason: `${gvr.value} has no kind` };
  return { ok: true, value: { gvr: gvr.value, ...rest } };
}
