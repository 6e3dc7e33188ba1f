import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { ApiClient } from "./api-client.ts";
import { crdsOfXrd, readyStatus, specOfXrd, withoutSchemas, withResourceRef, xrOfClaim } from "./crossplane-objects.ts";
import { createObject, writeStatus } from "./load-objects.ts";
import { objectPaths } from "./object-paths.ts";
import type { RawObject } from "./raw-object.ts";

export interface LoadedCrossplane {
  readonly xrds: readonly RawObject[];
  readonly claims: readonly RawObject[];
  /** Those made for the claims, and those of the files. */
  readonly xrs: readonly RawObject[];
  /** Files (or parts of files) that say something else than an earlier one about an object of the same name. */
  readonly skipped: readonly string[];
}

/**
 * Makes an API server look as if Crossplane ran on it: reads `crds/`, `xrds/` and `claims/` of `folder`, and does what
 * Crossplane's controllers would: the CRDs of each XRD, an XR for each claim, the references between them, the conditions.
 * @throws when the server refuses an object
 */
export async function loadCrossplane(api: ApiClient, folder: string): Promise<LoadedCrossplane> {
  const pathOf = objectPaths(api);
  const skipped: string[] = [];
  const create = async (object: RawObject): Promise<RawObject | undefined> => {
    const collection = await pathOf(object);
    const created = await createObject(api, collection, object);
    if (created === undefined) skipped.push(`${object.kind} ${object.metadata.name}`);
    return created;
  };
  const createReady = async (object: RawObject): Promise<RawObject | undefined> => {
    const created = await create(object);
    if (created === undefined) return undefined;
    await writeStatus(api, `${await pathOf(object)}/${object.metadata.name}`, created, readyStatus);
    return created;
  };

  for (const crd of await readYaml(join(folder, "crds"))) {
    const { status } = await api.create(await pathOf(crd), crd);
    if (status === 422) await create(withoutSchemas(crd));
  }
  const xrds = present(await inTurn(await readYaml(join(folder, "xrds")), create));
  for (const crd of xrds.flatMap(crdsOfXrd)) await create(crd);

  const xrdOfClaim = new Map(xrds.map((xrd) => [claimKey(specOfXrd(xrd)), xrd]));
  const files = await readYaml(join(folder, "claims"));
  for (const name of new Set(files.flatMap(({ metadata }) => metadata.namespace ?? []))) {
    await createObject(api, "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
  const claims: RawObject[] = [];
  const xrs: RawObject[] = [];
  for (const object of files) {
    const xrd = xrdOfClaim.get(`${object.apiVersion.split("/")[0]} ${object.kind}`);
    const xr = xrd === undefined ? object : xrOfClaim(object, xrd);
    const created = xrd === undefined ? undefined : await createReady(withResourceRef(object, xr));
    if (created !== undefined) claims.push(created);
    if (xrd === undefined || created !== undefined) xrs.push(...present([await createReady(xr)]));
  }
  return { xrds, claims, xrs, skipped };
}

const claimKey = ({ group, claimNames }: ReturnType<typeof specOfXrd>): string => `${group} ${claimNames?.kind ?? ""}`;

async function readYaml(folder: string): Promise<readonly RawObject[]> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  const texts = await Promise.all(
    files.map(async (name) => filledIn(await readFile(join(folder, name), "utf8"), name)),
  );
  return texts.flatMap((text) =>
    parseAllDocuments(text).flatMap((document) => (document.contents === null ? [] : [document.toJS() as RawObject])),
  );
}

/** Some files are templates: `$CLAIM_NAME` becomes `claim-name-1a2b`, another name in each file. */
function filledIn(text: string, file: string): string {
  const mark = createHash("sha256").update(file).digest("hex").slice(0, 4);
  return text.replaceAll(
    /\$\{?([A-Z][A-Z0-9_]*)\}?/g,
    (_, name: string) => `${name.toLowerCase().replaceAll("_", "-")}-${mark}`,
  );
}

async function inTurn<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}

const present = <T>(items: readonly (T | undefined)[]): readonly T[] => items.filter((item) => item !== undefined);
