import type { DiscoveredType, Gvr, Parsed } from "@xp-tracker/crossplane";
import type { DiscoveryPart, DiscoveryProblem } from "./discovery.ts";
import { readPart } from "./discovery-parts.ts";
import type { KubeClient } from "./kube-client.ts";
import { listObjects } from "./list.ts";

/** A definition, reduced to the types it defines: its schemas are not kept. */
export interface Definition {
  readonly name: string;
  readonly types: Parsed<readonly DiscoveredType[]>;
}

/** Definitions carry whole schemas, often 100 kB each, so fewer are asked for at once. */
const PAGE_SIZE = 50;

/** @throws KubeApiError */
export function listDefinitions(
  client: KubeClient,
  gvr: Gvr,
  parse: (definition: unknown) => Parsed<readonly DiscoveredType[]>,
  signal: AbortSignal,
): Promise<readonly Definition[]> {
  const project = (object: unknown): Definition => ({ name: nameOf(object), types: parse(object) });
  return listObjects(client, gvr, { namespaced: false, pageSize: PAGE_SIZE, project }, signal);
}

function nameOf(object: unknown): string {
  const name = (object as { metadata?: { name?: unknown } | null } | null)?.metadata?.name;
  return typeof name === "string" ? name : "(without a name)";
}

/** A definition that cannot be read is a problem of its own and stops nothing. */
export function definitionsPart(gvr: Gvr, definitions: readonly Definition[]): DiscoveryPart {
  const types: DiscoveredType[] = [];
  const problems: DiscoveryProblem[] = [];
  for (const { name, types: parsed } of definitions) {
    if (parsed.ok) types.push(...parsed.value);
    else problems.push({ definition: name, reason: parsed.reason });
  }
  return readPart(gvr, types, problems);
}
