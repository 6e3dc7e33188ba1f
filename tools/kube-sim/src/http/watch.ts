import type { Change } from "../cluster/collection.ts";
import type { Stored } from "../cluster/stored.ts";
import type { Representation } from "./accept.ts";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { cachedItems } from "./list.ts";
import { parseResourceVersion } from "./list-options.ts";
import type { ListOptions } from "./list-options.ts";
import { objectJson, partialJson } from "./render.ts";
import { fail, statusBody } from "./status.ts";
import type { Target } from "./target.ts";

/** How a watch is made to end from outside. */
export type WatchEnd = "end" | "reset" | "expired";

export interface OpenWatch {
  readonly gvr: string;
  readonly end: (how: WatchEnd) => void;
}

export interface WatchSettings {
  /** Time between two bookmarks, in milliseconds. */
  readonly bookmarkEveryMs: number;
  readonly opened: (watch: OpenWatch) => void;
  readonly closed: (watch: OpenWatch) => void;
}

/** A server ends a watch by itself after 30 to 60 minutes. */
const DEFAULT_TIMEOUT_SECONDS = 1_800;
/** A bookmark comes this long before a watch times out, so that its reader can go on from there. */
const LAST_BOOKMARK_MS = 2_000;
/** A reader that leaves this much unread is cut off, as a real server does: a clean end that is not complete. */
const BACKLOG_LIMIT_BYTES = 64 * 1024 * 1024;

type EventType = "ADDED" | "MODIFIED" | "DELETED";

/** What a change means to a watch that sees only some of the objects. */
function eventOf(
  change: Change,
  sees: (stored: Stored) => boolean,
): { readonly type: EventType; readonly stored: Stored } | undefined {
  const before = change.before !== undefined && sees(change.before) ? change.before : undefined;
  const after = change.after !== undefined && sees(change.after) ? change.after : undefined;
  if (after !== undefined) return { type: before === undefined ? "ADDED" : "MODIFIED", stored: after };
  if (before === undefined) return undefined;
  return { type: "DELETED", stored: change.deleted ?? renumbered(before, change.resourceVersion) };
}

/** An object that stopped matching is shown as it was before, under the new resourceVersion. */
const renumbered = (stored: Stored, resourceVersion: number): Stored => ({
  ...stored,
  resourceVersion,
  tail: stored.tail.replace(`"resourceVersion":"${stored.resourceVersion}"`, `"resourceVersion":"${resourceVersion}"`),
});

// Many watches see one event: its bytes are made once for each version that is watched.
const encoded = new WeakMap<Stored, Map<string, Buffer>>();

function line(target: Target, type: string, stored: Stored, representation: Representation): Buffer {
  const forms = encoded.get(stored) ?? new Map<string, Buffer>();
  encoded.set(stored, forms);
  const form = `${type} ${target.apiVersion} ${representation}`;
  const known = forms.get(form);
  if (known !== undefined) return known;
  const object = representation === "partial" ? partialJson(stored) : objectJson(target, stored);
  const bytes = Buffer.from(`{"type":"${type}","object":${object}}\n`);
  forms.set(form, bytes);
  return bytes;
}

const statusLine = (message: string): Buffer =>
  Buffer.from(`${JSON.stringify({ type: "ERROR", object: statusBody(410, "Expired", message) })}\n`);

/**
 * Streams events until the time is up, the type is gone or the reader leaves.
 * Returns an answer instead when the watch cannot start at all.
 */
export function watch(
  exchange: Exchange,
  target: Target,
  options: ListOptions,
  representation: Representation,
  settings: WatchSettings,
): Answer | undefined {
  if (representation === "yaml" || representation === "partial-list") return fail.notAcceptable();
  const from = parseResourceVersion(options.resourceVersion === "" ? "0" : options.resourceVersion);
  if (!from.ok) return from.answer;

  const { objects, namespace } = target;
  const gvr = `${target.type.group}/${target.version.name}/${target.type.plural}`;
  const sees = (stored: Stored): boolean =>
    (namespace === undefined || stored.namespace === namespace) && options.matches(stored);
  const warning: Readonly<Record<string, string>> =
    target.version.warning === "" ? {} : { Warning: `299 - ${JSON.stringify(target.version.warning)}` };
  exchange.head(200, { "Cache-Control": "no-cache, private", "Content-Type": "application/json", ...warning });
  // The head must leave at once: an idle watch would otherwise look like a hanging request.
  exchange.flush();

  if (from.value > 0 && from.value < objects.oldest()) {
    exchange.write(statusLine(`too old resource version: ${from.value} (${objects.oldest()})`));
    exchange.end();
    return undefined;
  }

  const timers: NodeJS.Timeout[] = [];
  const stop = (how: WatchEnd): void => {
    unlisten();
    for (const timer of timers) clearTimeout(timer);
    if (how === "expired") exchange.write(statusLine("too old resource version"));
    if (how === "reset") exchange.reset();
    else exchange.end();
  };
  const emit = (change: Change): void => {
    if (change.resourceVersion <= from.value) return;
    const event = eventOf(change, sees);
    if (event !== undefined) exchange.write(line(target, event.type, event.stored, representation));
    if (exchange.backlog() > BACKLOG_LIMIT_BYTES) stop("end");
  };
  const bookmark = (): void => {
    // A bookmark is filtered like an event: one that says nothing newer than where the watch began is not sent.
    if (!options.bookmarks || from.value >= objects.newest()) return;
    const { apiVersion, type } = target;
    const object = { apiVersion, kind: type.kind, metadata: { resourceVersion: String(objects.newest()) } };
    exchange.write(Buffer.from(`${JSON.stringify({ type: "BOOKMARK", object })}\n`));
  };

  const open: OpenWatch = { gvr, end: stop };
  const unlisten = objects.listen(emit, () => stop("end"));
  settings.opened(open);
  exchange.onClose(() => {
    unlisten();
    for (const timer of timers) clearTimeout(timer);
    settings.closed(open);
  });

  if (from.value === 0) {
    for (const stored of cachedItems(target, options.matches))
      exchange.write(line(target, "ADDED", stored, representation));
  } else for (const change of objects.changesAfter(from.value)) emit(change);

  const timeoutMs = (options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
  timers.push(setTimeout(() => stop("end"), timeoutMs));
  timers.push(setInterval(bookmark, settings.bookmarkEveryMs));
  if (timeoutMs > LAST_BOOKMARK_MS) timers.push(setTimeout(bookmark, timeoutMs - LAST_BOOKMARK_MS));
  return undefined;
}
