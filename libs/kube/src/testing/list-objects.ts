import type { Gvr } from "@xp-tracker/crossplane";
import type { KubeClient } from "../kube-client.ts";
import { freshLists, type ListRequest } from "../lists/lists.ts";
import { pathsOf } from "../lists/paths.ts";

interface ListObjects<T> extends Pick<ListRequest<T>, "project" | "pageSize"> {
  readonly namespaced: boolean;
  readonly namespaces?: readonly string[];
}

/** Every object of one type, as a poller that lists reads them. */
export const listObjects = <T>(
  client: KubeClient,
  gvr: Gvr,
  { namespaced, namespaces, ...request }: ListObjects<T>,
  signal: AbortSignal,
): Promise<readonly T[]> =>
  freshLists(client).objects({ ...request, paths: pathsOf(gvr, { namespaced, namespaces }), projection: "" }, signal);
