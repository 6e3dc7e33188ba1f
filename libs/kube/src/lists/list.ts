import { KubeApiError } from "../api-error.ts";
import type { KubeClient } from "../kube-client.ts";
import { readPage, type Page } from "./page.ts";
import { pagingGuard } from "./paging-guard.ts";

export interface ListOptions<T> {
  /** Reduces one raw object to what is kept; raw objects do not outlive their page. */
  readonly project: (object: unknown) => T;
  /** Objects asked for at once. */
  readonly pageSize?: number;
  /** Takes what the API server has in its watch cache, at a third of the cost, and as old as that is. */
  readonly fromCache?: boolean;
}

/** Every object at one path, such as `/api/v1/namespaces`, projected. All or nothing. @throws KubeApiError */
export const listPath = async <T>(
  client: KubeClient,
  path: string,
  options: ListOptions<T>,
  signal: AbortSignal,
): Promise<readonly T[]> => (await listAt(client, path, options, signal)).items;

/** Continue tokens live as long as etcd's compaction interval (5 minutes by default), so one restart nearly always does. */
const RESTARTS = 3;

export interface ListAt<T> {
  readonly items: T[];
  /** The point in time that all pages show: a watch goes on from it. */
  readonly resourceVersion: string;
}

/** A whole list, and when it was true. @throws KubeApiError */
export async function listAt<T>(
  client: KubeClient,
  path: string,
  options: ListOptions<T>,
  signal: AbortSignal,
): Promise<ListAt<T>> {
  for (let restart = 0; ; restart += 1) {
    try {
      return await listOnce(client, path, options, signal);
    } catch (error) {
      // A list that mixes two points in time misses objects, so an expired token begins the whole list anew.
      if (!(error instanceof KubeApiError && error.errorClass === "expired" && restart < RESTARTS)) throw error;
    }
  }
}

async function listOnce<T>(
  client: KubeClient,
  path: string,
  options: ListOptions<T>,
  signal: AbortSignal,
): Promise<ListAt<T>> {
  const guard = pagingGuard(path);
  const kept: T[] = [];
  let resourceVersion: string | undefined;
  let limit = options.pageSize ?? 500;
  let token: string | undefined;
  do {
    const { fromCache = false } = options;
    const request = { limit, token, fromCache: fromCache && token === undefined };
    const page = await pageOrSmaller(client, path, request, signal);
    // Of pages that differ, the first is the one after which nothing can be missed.
    resourceVersion ??= page.resourceVersion;
    for (const item of page.items) kept.push(options.project(item));
    guard(page);
    ({ token, limit } = page);
  } while (token !== undefined);
  return { items: kept, resourceVersion: resourceVersion ?? "" };
}

interface PageRequest {
  readonly limit: number;
  readonly token: string | undefined;
  readonly fromCache: boolean;
}

/**
 * Very large objects may not fit the body limit 500 at a time; the pages are made smaller until they do. Many servers give
 * all that is in their cache at once, whatever the limit; what does not fit then is read page by page.
 */
async function pageOrSmaller(
  client: KubeClient,
  path: string,
  request: PageRequest,
  signal: AbortSignal,
): Promise<Page & { limit: number }> {
  for (let { limit, fromCache } = request; ;) {
    const resourceVersion = fromCache ? 0 : undefined;
    const query = { limit, continue: request.token, resourceVersion };
    try {
      return { ...readPage(path, await client.get(path, query, signal)), limit };
    } catch (error) {
      if (!(error instanceof KubeApiError && error.tooLarge && (fromCache || limit > 1))) throw error;
      if (fromCache) fromCache = false;
      else limit = Math.ceil(limit / 8);
    }
  }
}
