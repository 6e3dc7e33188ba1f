import { listPath } from "./list.ts";
import type { KubeClient } from "../kube-client.ts";

export interface ListRequest<T> {
  /** Where the objects are listed, see `pathsOf`. */
  readonly paths: readonly string[];
  /**
   * Reduces one raw object to what is kept; undefined leaves it out. Raw objects do not outlive their page. `before` is
   * what was kept of the object until now, in whatever form: what is equal in both need not be kept twice.
   */
  readonly project: (object: unknown, before?: T) => T | undefined;
  /** Equal for equal projections: what was kept under another one is not given. */
  readonly projection: string;
  /** Objects asked for at once. */
  readonly pageSize?: number;
}

/** Where lists of objects come from: a LIST each time, or watches. */
export interface Lists {
  /**
   * Every object, projected. All or nothing: what fails in one path fails the whole.
   * @throws KubeApiError, and the signal's reason
   */
  objects<T>(request: ListRequest<T>, signal: AbortSignal): Promise<readonly T[]>;
  /** Takes `values[i]` for `items[i]`, which {@link objects} gave: the same object in another form, to keep but one. */
  readonly reshape: <T>(items: readonly T[], values: readonly T[]) => void;
  /** Gives up what was not asked for since the last call. */
  readonly sweep: () => void;
  readonly close: () => void;
}

export interface FreshListsOptions {
  /** Read from the API server's watch cache, see `ListOptions`. */
  readonly fromCache?: boolean;
}

/** Lists the objects anew each time. */
export function freshLists(client: KubeClient, { fromCache = false }: FreshListsOptions = {}): Lists {
  return {
    async objects<T>({ paths, project, pageSize }: ListRequest<T>, signal: AbortSignal) {
      const options = { project, fromCache, ...(pageSize === undefined ? {} : { pageSize }) };
      const all: (T | undefined)[] = [];
      for (const path of paths) {
        for (const item of await listPath(client, path, options, signal)) all.push(item);
      }
      return all.filter((item) => item !== undefined);
    },
    reshape: () => undefined,
    sweep: () => undefined,
    close: () => undefined,
  };
}
