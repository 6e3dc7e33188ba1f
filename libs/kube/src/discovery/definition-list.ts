import type { DiscoveredType, Gvr, Parsed } from "@xp-tracker/crossplane";
import type { Discovery, DiscoveryProblem } from "./discovery.ts";
import { joined, partly } from "./discovery-parts.ts";
import { pathsOf } from "../lists/paths.ts";
import type { Lists } from "../lists/lists.ts";

/** Definitions carry whole schemas, often 100 kB each, so fewer are asked for at once. */
const PAGE_SIZE = 50;

/**
 * Reads definitions and keeps only the types they define. One that cannot be read is a problem and stops nothing.
 * @throws KubeApiError
 */
export async function readDefinitions(
  lists: Lists,
  gvr: Gvr,
  parse: (definition: unknown) => Parsed<readonly DiscoveredType[]>,
  signal: AbortSignal,
): Promise<Discovery> {
  const project = (object: unknown) => ({ name: nameOf(object), parsed: parse(object) });
  const paths = pathsOf(gvr, { namespaced: false });
  const request = { paths, project, projection: "definitions", pageSize: PAGE_SIZE };
  const read = await lists.objects(request, signal);
  return joined([
    partly({ lists: [{ gvr, definitions: read.map(({ name }) => name) }] }),
    ...read.map(({ name, parsed }) =>
      partly(parsed.ok ? { types: parsed.value } : { problems: [malformed(gvr, name, parsed.reason)] }),
    ),
  ]);
}

/** The types that it defines are not known, so it is itself what is missing. */
const malformed = (gvr: Gvr, name: string, reason: string): DiscoveryProblem => ({
  definition: name,
  reason,
  missing: { gvr: `${gvr}/${name}` as Gvr, class: "definition", error: "malformed" },
});

function nameOf(object: unknown): string {
  const name = (object as { metadata?: { name?: unknown } | null } | null)?.metadata?.name;
  return typeof name === "string" ? name : "(without a name)";
}
