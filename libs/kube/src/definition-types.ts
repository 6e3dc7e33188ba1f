import { gvrOf, typeOfMrd, typesOfXrd, type DiscoveredType, type Parsed } from "@xp-tracker/crossplane";
import type { KubeApiError } from "./api-error.ts";
import type { Discovery } from "./discovery.ts";
import type { KubeClient } from "./kube-client.ts";
import { listObjects } from "./list.ts";
import { managedTypes } from "./managed-types.ts";
import { merged, ofError, ofProblem, ofTypes, recovered } from "./partial-discovery.ts";

const group = "apiextensions.crossplane.io";
const XRDS = gvrOf({ group, version: "v1", resource: "compositeresourcedefinitions" });
const MRDS = gvrOf({ group, version: "v1alpha1", resource: "managedresourcedefinitions" });

/** Definitions carry whole schemas, often 100 kB each, so fewer are asked for at once. */
const PAGE_SIZE = 50;

/** The types of claims and composite resources that the XRDs define. */
export const xrdTypes = (client: KubeClient, signal: AbortSignal): Promise<Discovery> =>
  recovered(
    listDefinitions(client, XRDS, typesOfXrd, signal).then((found) => merged(found.map(ofDefinition))),
    (error) =>
      error.errorClass === "not_found"
        ? ofProblem(XRDS, "the cluster has no such type: Crossplane is not installed")
        : ofError(XRDS, ["claim", "composite"], error),
  );

/** The types of managed resources: those of the active MRDs, or those of category `managed` where there are no MRDs. */
export async function mrdTypes(client: KubeClient, signal: AbortSignal): Promise<Discovery> {
  const found = await recovered<readonly Definition<DiscoveredType | undefined>[] | KubeApiError>(
    listDefinitions(client, MRDS, typeOfMrd, signal),
    (error) => error,
  );
  if (!(found instanceof Error)) {
    if (found.length === 0) return managedTypes(client, signal);
    return merged(found.map(({ name, parsed }) => ofDefinition({ name, parsed: listed(parsed) })));
  }
  if (found.errorClass === "not_found") return managedTypes(client, signal);
  if (found.errorClass !== "forbidden") return ofError(MRDS, ["managed"], found);
  return merged([
    ofProblem(MRDS, `${found.message}; the types of category "managed" are read, their providers are not known`),
    await managedTypes(client, signal),
  ]);
}

interface Definition<T> {
  readonly name: string;
  readonly parsed: Parsed<T>;
}

function listDefinitions<T>(
  client: KubeClient,
  gvr: typeof XRDS,
  parse: (definition: unknown) => Parsed<T>,
  signal: AbortSignal,
): Promise<readonly Definition<T>[]> {
  const project = (object: unknown): Definition<T> => ({ name: nameOf(object), parsed: parse(object) });
  return listObjects(client, gvr, { namespaced: false, pageSize: PAGE_SIZE, project }, signal);
}

function nameOf(object: unknown): string {
  const name = (object as { metadata?: { name?: unknown } | null } | null)?.metadata?.name;
  return typeof name === "string" ? name : "(without a name)";
}

const listed = (parsed: Parsed<DiscoveredType | undefined>): Parsed<readonly DiscoveredType[]> =>
  parsed.ok ? { ok: true, value: parsed.value === undefined ? [] : [parsed.value] } : parsed;

const ofDefinition = ({ name, parsed }: Definition<readonly DiscoveredType[]>): Discovery =>
  parsed.ok ? ofTypes(parsed.value) : ofProblem(name, parsed.reason);
