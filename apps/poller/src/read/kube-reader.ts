import {
  compositionRevisionFromObject,
  gvrOf,
  interner,
  namespaceOwner,
  packageFromObject,
  rowReader,
} from "@xp-tracker/crossplane";
import type { ConversionSettings, DiscoveredType, Gvr, PackageRow, Row } from "@xp-tracker/crossplane";
import { discover, isUnserved, KubeApiError, pathsOf } from "@xp-tracker/kube";
import type { ExtraTypes, KubeClient, ListRequest } from "@xp-tracker/kube";
import type { ClusterReader, Reading } from "./cluster-reader.ts";
import { listsOf } from "./lists-of.ts";
import type { ListsSettings } from "./lists-of.ts";

export interface KubeReaderOptions {
  readonly client: KubeClient;
  /** Types that are read besides the discovered ones. */
  readonly extra: ExtraTypes;
  /** Namespaced types are read in these only; undefined reads all. */
  readonly namespaces: readonly string[] | undefined;
  readonly settings: ConversionSettings;
  readonly reading: ListsSettings;
}

/** The core group has no name in API paths; a source needs one to be read by people. */
const NAMESPACES = "core/v1/namespaces" as Gvr;

/** v1 since Crossplane 1.11. */
const COMPOSITION_REVISIONS = gvrOf({
  group: "apiextensions.crossplane.io",
  version: "v1",
  resource: "compositionrevisions",
});

/** A revision holds its whole composition, up to hundreds of kB, so fewer are asked for at once. */
const REVISIONS_PAGE_SIZE = 50;

const packageGvrs = (resource: string): readonly Gvr[] =>
  // Functions are v1beta1 alone before Crossplane 1.17.
  ["v1", "v1beta1"].map((version) => gvrOf({ group: "pkg.crossplane.io", version, resource }));

/** Reads a cluster through the Kubernetes API. Raw objects become rows page by page. */
export function kubeReader({ client, extra, namespaces, settings, reading }: KubeReaderOptions): ClusterReader {
  const intern = interner();
  const lists = listsOf(client, reading);

  /** Made once: definitions that did not change give the same types in each cycle. */
  const requests = new WeakMap<DiscoveredType, ListRequest<Row>>();
  const requestOf = (type: DiscoveredType): ListRequest<Row> => {
    const request = requests.get(type) ?? {
      paths: pathsOf(type.gvr, { namespaced: type.namespaced, namespaces }),
      project: rowReader(type, settings, intern),
      // What a definition says of its type, such as the provider, is part of each row.
      projection: JSON.stringify(type),
    };
    requests.set(type, request);
    return request;
  };

  /** A type that the cluster does not have is nothing to tell of. */
  const isTold = async (reading: Reading<unknown>, signal: AbortSignal): Promise<boolean> =>
    reading.ok || reading.error !== "not_found" || !(await isUnserved(client, reading.gvr, signal));

  const packagesOf = async (resource: string, signal: AbortSignal): Promise<Reading<PackageRow> | undefined> => {
    for (const gvr of packageGvrs(resource)) {
      const request = { paths: pathsOf(gvr, { namespaced: false }), project: packageFromObject, projection: "package" };
      const reading = await readingOf({ gvr, class: "package" }, signal, () => lists.objects(request, signal));
      if (await isTold(reading, signal)) return reading;
    }
    return undefined;
  };

  return {
    discover: (signal) => {
      lists.sweep();
      return discover({ client, lists }, extra, signal);
    },
    rows: (type, signal) => readingOf(type, signal, () => lists.objects(requestOf(type), signal)),
    linked: lists.reshape,
    packages: async (signal) =>
      present(
        await Promise.all(["providers", "functions", "configurations"].map((plural) => packagesOf(plural, signal))),
      ),
    compositionRevisions: async (signal) => {
      const gvr = COMPOSITION_REVISIONS;
      const request = {
        paths: pathsOf(gvr, { namespaced: false }),
        project: compositionRevisionFromObject,
        projection: "revision",
        pageSize: REVISIONS_PAGE_SIZE,
      };
      const reading = await readingOf({ gvr, class: "revision" }, signal, () => lists.objects(request, signal));
      return (await isTold(reading, signal)) ? reading : undefined;
    },
    namespaceOwners: (signal) =>
      readingOf({ gvr: NAMESPACES, class: "namespace" }, signal, () => {
        const project = (object: unknown) => namespaceOwner(object, settings);
        return lists.objects({ paths: ["/api/v1/namespaces"], project, projection: "owner" }, signal);
      }),
    close: lists.close,
  };
}

/** Turns an API error into a reading; anything else, an abort above all, is thrown on. */
async function readingOf<T>(
  { gvr, class: sourceClass }: Pick<Reading<T>, "gvr" | "class">,
  signal: AbortSignal,
  list: () => Promise<readonly T[]>,
): Promise<Reading<T>> {
  try {
    return { ok: true, gvr, class: sourceClass, items: await list() };
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof KubeApiError)) throw cause;
    return { ok: false, gvr, class: sourceClass, error: cause.errorClass, cause };
  }
}

const present = <T>(items: readonly (T | undefined)[]): readonly T[] => items.filter((item) => item !== undefined);
