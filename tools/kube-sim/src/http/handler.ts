import type { Cluster } from "../cluster/cluster.ts";
import { representation } from "./accept.ts";
import type { Answer } from "./answer.ts";
import { control } from "./control.ts";
import type { Controlled } from "./control.ts";
import { coreVersions, fixedPath, group, groupList, resourceList } from "./discovery.ts";
import type { Exchange } from "./exchange.ts";
import { sendHalf, suffer } from "./fault-effects.ts";
import type { FaultSubject, Verb } from "./faults.ts";
import { parseListOptions } from "./list-options.ts";
import { get, list } from "./list.ts";
import { parsePath, pathClass } from "./paths.ts";
import type { ApiPath, ResourcePath } from "./paths.ts";
import { send } from "./send.ts";
import { fail } from "./status.ts";
import type { Subject } from "./status.ts";
import { targetOf } from "./target.ts";
import type { Target } from "./target.ts";
import { watch } from "./watch.ts";
import type { WatchSettings } from "./watch.ts";
import { create, patch, remove, replace } from "./write.ts";

export interface HandlerParts {
  readonly cluster: Cluster;
  readonly controlled: Controlled;
  readonly watchSettings: WatchSettings;
  /** The accepted bearer tokens; undefined when none is asked for. */
  readonly tokens: () => ReadonlySet<string> | undefined;
}

/** An answer that is due, or undefined when the request is being answered in another way. */
type Handled = Answer | undefined;

async function read(exchange: Exchange, target: Target, path: ResourcePath, settings: WatchSettings): Promise<Handled> {
  const shape = representation(exchange.header("accept"));
  if (shape === "none") return fail.notAcceptable();
  const query = exchange.url.searchParams;
  if (target.name !== undefined) return get(target, query, shape);
  const options = parseListOptions(query, target.type.namespaced, path.watch);
  if (!options.ok) return options.answer;
  return options.value.watch
    ? watch(exchange, target, options.value, shape, settings)
    : list(target, options.value, shape);
}

const writers: Readonly<Record<string, (exchange: Exchange, target: Target) => Promise<Answer>>> = {
  POST: create,
  PUT: replace,
  PATCH: patch,
  DELETE: remove,
};

async function resource(exchange: Exchange, path: ResourcePath, parts: HandlerParts): Promise<Handled> {
  const target = targetOf(parts.cluster, path);
  if (target === undefined) return fail.pageNotFound();
  if (exchange.method === "GET" || exchange.method === "HEAD") return read(exchange, target, path, parts.watchSettings);
  const write = writers[exchange.method];
  return write === undefined
    ? fail.methodNotAllowed({ group: path.group, plural: path.plural }, "")
    : write(exchange, target);
}

function discovery(
  exchange: Exchange,
  path: Exclude<ApiPath, ResourcePath | { readonly kind: "control" }>,
  cluster: Cluster,
): Answer {
  const types = cluster.types();
  if (path.kind === "fixed") {
    return exchange.method === "GET" || exchange.method === "HEAD"
      ? fixedPath(path.path, types)
      : fail.methodNotAllowedPath();
  }
  if (representation(exchange.header("accept")) !== "json") return fail.notAcceptable();
  switch (path.kind) {
    case "core":
      return coreVersions(exchange.header("host"));
    case "groups":
      return groupList(types);
    case "group":
      return group(types, path.group);
    case "version":
      return resourceList(types, path.group, path.version);
  }
}

const verbs: Readonly<Record<string, Verb>> = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

function verbOf(exchange: Exchange, path: ApiPath): Verb {
  const written = verbs[exchange.method];
  if (written !== undefined) return written;
  if (path.kind !== "resource" || path.name !== undefined) return "get";
  const asked = exchange.url.searchParams.get("watch");
  return path.watch || (asked !== null && !/^(false|0|f)$/i.test(asked)) ? "watch" : "list";
}

function authorized(exchange: Exchange, tokens: ReadonlySet<string> | undefined): boolean {
  if (tokens === undefined) return true;
  const [scheme, token = ""] = exchange.header("authorization").split(" ");
  return scheme?.toLowerCase() === "bearer" && tokens.has(token);
}

const subjectOf = (path: ApiPath): Subject | undefined =>
  path.kind !== "resource"
    ? undefined
    : {
        group: path.group,
        plural: path.plural,
        ...(path.namespace === undefined ? {} : { namespace: path.namespace }),
        ...(path.name === undefined ? {} : { name: path.name }),
      };

async function answerApi(
  exchange: Exchange,
  path: Exclude<ApiPath, { readonly kind: "control" }>,
  verb: Verb,
  parts: HandlerParts,
): Promise<void> {
  if (!authorized(exchange, parts.tokens())) return send(exchange, fail.unauthorized());
  const asked: FaultSubject = {
    gvr: path.kind === "resource" ? pathClass(path) : "",
    path: exchange.url.pathname,
    verb,
    continued: (exchange.url.searchParams.get("continue") ?? "") !== "",
  };
  const suffered = await suffer(parts.controlled.faults.hit(asked), { exchange, subject: subjectOf(path), asked });
  if (suffered === "handled") return undefined;
  if (suffered !== undefined && suffered !== "cut") return send(exchange, suffered);
  const answer =
    path.kind === "resource" ? await resource(exchange, path, parts) : discovery(exchange, path, parts.cluster);
  if (suffered === "cut") return answer === undefined ? exchange.reset() : sendHalf(exchange, answer);
  return answer === undefined ? undefined : send(exchange, answer);
}

/** Answers one request, whatever it is; rejects only on a fault of the simulator itself. */
export async function handle(exchange: Exchange, parts: HandlerParts): Promise<void> {
  let path: ApiPath;
  try {
    path = parsePath(exchange.url.pathname);
  } catch {
    return send(exchange, fail.badRequest("the path is not properly encoded"));
  }
  if (path.kind === "control") return send(exchange, await control(exchange, path.segments, parts.controlled));
  const verb = verbOf(exchange, path);
  const finished = parts.controlled.counters.request(`${verb} ${pathClass(path)}`);
  exchange.onClose(finished);
  return answerApi(exchange, path, verb, parts);
}
