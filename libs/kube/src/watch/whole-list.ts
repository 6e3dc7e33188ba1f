import type { KubeClient } from "../kube-client.ts";
import { listAt } from "../lists/list.ts";
import type { ListRequest } from "../lists/lists.ts";
import type { KeptObjects, Listed } from "./kept-objects.ts";
import { objectVersion, versionNumber } from "./object-version.ts";

/** Bounds the lists that are read at the same time. */
export type ListLimit = <R>(task: () => Promise<R>, signal: AbortSignal) => Promise<R>;

export interface Reflected<T> extends Omit<ListRequest<T>, "paths" | "projection"> {
  readonly path: string;
}

interface WholeList<T> {
  readonly listed: readonly Listed<T>[];
  /** Undefined: the server gave none that can be compared. */
  readonly resourceVersion: number | undefined;
}

export interface WholeLists<T> {
  /** @throws KubeApiError */
  read(): Promise<WholeList<T>>;
  /** Something of this resourceVersion was seen since. */
  saw(resourceVersion: number): void;
}

/** Reads all objects of one path. What is kept of the very state that is listed is taken again, and not projected anew. */
export function wholeLists<T>(
  { client, limit }: { readonly client: KubeClient; readonly limit: ListLimit },
  { path, project, pageSize }: Reflected<T>,
  kept: Pick<KeptObjects<T>, "find">,
  signal: AbortSignal,
): WholeLists<T> {
  const options = pageSize === undefined ? {} : { pageSize };
  let newest = 0;

  const listedOf = (object: unknown, mayReuse: boolean): Listed<T> | undefined => {
    const version = objectVersion(object);
    if (version === undefined) return undefined;
    const known = kept.find(version);
    if (mayReuse && known?.version.resourceVersion === version.resourceVersion) return known;
    return { version: { ...version, name: known?.version.name ?? version.name }, value: project(object, known?.value) };
  };

  const read = async (mayReuse: boolean): Promise<WholeList<T>> => {
    // What is seen while the pages come is newer than they are, and no sign of a restored server.
    const before = newest;
    const projected = { ...options, project: (object: unknown) => listedOf(object, mayReuse) };
    const { items, resourceVersion: text } = await limit(() => listAt(client, path, projected, signal), signal);
    const resourceVersion = versionNumber(text);
    // A restored server gives numbers a second time, to other states.
    if (mayReuse && resourceVersion !== undefined && resourceVersion < before) return read(false);
    newest = mayReuse ? Math.max(newest, resourceVersion ?? 0) : (resourceVersion ?? 0);
    return { listed: items.filter((item) => item !== undefined), resourceVersion };
  };

  return {
    read: () => read(true),
    saw: (resourceVersion) => {
      newest = resourceVersion;
    },
  };
}
