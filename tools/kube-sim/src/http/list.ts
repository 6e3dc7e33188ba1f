import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { lowerBound } from "../cluster/collection.ts";
import type { Stored } from "../cluster/stored.ts";
import { done, refused } from "./answer.ts";
import type { Answer, Outcome } from "./answer.ts";
import type { Representation } from "./accept.ts";
import { decodeToken, encodeToken } from "./continue-token.ts";
import { parseResourceVersion } from "./list-options.ts";
import type { ListOptions } from "./list-options.ts";
import { listBody, objectJson, partialJson, partialListBody } from "./render.ts";
import { fail } from "./status.ts";
import type { Target } from "./target.ts";

/** How long a server waits for a resourceVersion that it has not seen yet. */
const FUTURE_WAIT_MS = 3_000;

const TOO_OLD = "The resourceVersion for the provided list is too old.";
const TOKEN_TOO_OLD =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** Where a list is read: at which version, from which key on, and whether from the cache, which knows no order and no limit. */
interface View {
  readonly objects: readonly Stored[];
  readonly resourceVersion: number;
  readonly start: string;
  readonly cached: boolean;
}

/** The 410 of an expired token, which offers one that goes on regardless of consistency. */
export const expiredToken = (start: string): Answer =>
  fail.expired(TOKEN_TOO_OLD, encodeToken({ resourceVersion: -1, start }));

function continuedView({ cluster, objects }: Target, options: ListOptions): Outcome<View> {
  if (options.resourceVersion !== "" && options.resourceVersion !== "0") {
    return refused(fail.badRequest("specifying resource version is not allowed when using continue"));
  }
  const token = decodeToken(options.continue);
  if (!token.ok) return token;
  const { resourceVersion: asked, start } = token.value;
  const resourceVersion = asked < 0 ? cluster.resourceVersion() : asked;
  const found = objects.allAt(resourceVersion);
  if (found.kind === "compacted") return refused(expiredToken(start));
  return done({ objects: found.objects, resourceVersion, start, cached: false });
}

async function versionedView({ cluster, objects }: Target, options: ListOptions): Promise<Outcome<View>> {
  const asked = parseResourceVersion(options.resourceVersion);
  if (!asked.ok) return asked;
  const match = options.resourceVersionMatch;
  if (match === "Exact" || (match === "" && options.limit > 0 && asked.value > 0)) {
    if (asked.value > cluster.resourceVersion()) {
      return refused(fail.internal("etcdserver: mvcc: required revision is a future revision"));
    }
    const found = objects.allAt(asked.value);
    if (found.kind === "compacted") return refused(fail.expired(TOO_OLD));
    return done({ objects: found.objects, resourceVersion: asked.value, start: "", cached: false });
  }
  if (asked.value > cluster.resourceVersion()) await sleep(FUTURE_WAIT_MS);
  if (asked.value > cluster.resourceVersion()) {
    return refused(fail.futureVersion(asked.value, cluster.resourceVersion()));
  }
  const cached = asked.value === 0 || options.limit === 0;
  return done({
    objects: objects.all(),
    resourceVersion: cached ? objects.newest() : cluster.resourceVersion(),
    start: "",
    cached,
  });
}

async function viewOf(target: Target, options: ListOptions): Promise<Outcome<View>> {
  if (options.continue !== "") return continuedView(target, options);
  if (options.resourceVersion !== "") return versionedView(target, options);
  const resourceVersion = target.cluster.resourceVersion();
  return done({ objects: target.objects.all(), resourceVersion, start: "", cached: false });
}

interface Page {
  readonly items: readonly Stored[];
  /** The key after which the next page starts; `""` at the end. */
  readonly last: string;
  readonly remaining: number;
}

function pageOf({ objects, start }: View, prefix: string, limit: number, matches: ListOptions["matches"]): Page {
  const end = prefix === "" ? objects.length : lowerBound(objects, `${prefix}\uFFFF`);
  const items: Stored[] = [];
  for (let index = lowerBound(objects, prefix + start); index < end; index += 1) {
    const stored = objects[index] as Stored;
    if (limit > 0 && items.length === limit) {
      return { items, last: objects[index - 1]?.key ?? "", remaining: end - index };
    }
    if (matches(stored)) items.push(stored);
  }
  return { items, last: "", remaining: 0 };
}

/** Everything of a type, or of it in one namespace; the cache hands out no order, so neither does this. */
export function cachedItems(target: Target, matches: ListOptions["matches"]): readonly Stored[] {
  const prefix = target.namespace === undefined ? "" : `${target.namespace}/`;
  const view = { objects: target.objects.all(), resourceVersion: 0, start: "", cached: true };
  return pageOf(view, prefix, 0, matches).items.toReversed();
}

const asYaml = (body: readonly string[]): readonly string[] => [
  stringify(JSON.parse(body.join("")), { sortMapEntries: true }),
];

const warned = (target: Target): { readonly headers?: Readonly<Record<string, string>> } =>
  target.version.warning === "" ? {} : { headers: { Warning: `299 - ${JSON.stringify(target.version.warning)}` } };

const formatted = (target: Target, representation: Representation, body: readonly string[]): Answer => ({
  status: 200,
  contentType: representation === "yaml" ? "application/yaml" : "application/json",
  body: representation === "yaml" ? asYaml(body) : body,
  ...warned(target),
});

/** Answers a LIST: whole, in pages of one consistent version, from the cache, or at an old version. */
export async function list(target: Target, options: ListOptions, representation: Representation): Promise<Answer> {
  if (representation === "partial") {
    return fail.notAcceptable(
      "you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)",
    );
  }
  const viewed = await viewOf(target, options);
  if (!viewed.ok) return viewed.answer;
  const view = viewed.value;
  const prefix = target.namespace === undefined ? "" : `${target.namespace}/`;
  const page: Page = view.cached
    ? { items: cachedItems(target, options.matches), last: "", remaining: 0 }
    : pageOf(view, prefix, options.limit, options.matches);
  const start = `${page.last.slice(prefix.length)}\0`;
  const meta = {
    resourceVersion: view.resourceVersion,
    continue: page.last === "" ? "" : encodeToken({ resourceVersion: view.resourceVersion, start }),
    // With a selector the server does not know how many will match.
    remainingItemCount: page.last === "" || options.selective ? undefined : page.remaining,
  };
  const body =
    representation === "partial-list" ? partialListBody(page.items, meta) : listBody(target, page.items, meta);
  return formatted(target, representation, body);
}

/** Answers a GET of one object. */
export async function get(target: Target, query: URLSearchParams, representation: Representation): Promise<Answer> {
  const asked = query.get("resourceVersion") ?? "";
  const version = parseResourceVersion(asked === "" ? "0" : asked);
  if (!version.ok) return version.answer;
  if (version.value > target.cluster.resourceVersion()) await sleep(FUTURE_WAIT_MS);
  if (version.value > target.cluster.resourceVersion()) {
    return fail.futureVersion(version.value, target.cluster.resourceVersion());
  }
  const stored = target.objects.get(keyOfTarget(target));
  const subresource = target.subresource;
  const readable = subresource === undefined || (subresource === "status" && target.version.statusSubresource);
  if (stored === undefined || !readable) return fail.notFound(target.subject);
  const body = representation === "partial" ? partialJson(stored) : objectJson(target, stored);
  return formatted(target, representation, [`${body}\n`]);
}

const keyOfTarget = ({ namespace, name = "" }: Pick<Target, "namespace" | "name">): string =>
  namespace === undefined ? name : `${namespace}/${name}`;
