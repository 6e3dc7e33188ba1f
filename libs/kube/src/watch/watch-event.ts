import { failureOfStatus, KubeApiError } from "../api-error.ts";
import { withoutManagedFields } from "../connection/without-managed-fields.ts";
import { objectVersion, versionNumber, type ObjectVersion } from "./object-version.ts";

/** One line of a watch. Bookmarks carry nothing but how far the watch has come. */
export type WatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly version: ObjectVersion; readonly object: unknown }
  | { readonly type: "BOOKMARK"; readonly resourceVersion: number }
  | { readonly type: "ERROR"; readonly error: KubeApiError };

interface Line {
  readonly type?: unknown;
  readonly object?: unknown;
}

interface Status {
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * What a line of the watch `what` says; undefined for a type of event that is not known.
 * @throws KubeApiError malformed when it says nothing that can be read
 */
export function parseWatchEvent(what: string, line: Buffer): WatchEvent | undefined {
  const { type, object } = parsed(what, line);
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED": {
      const version = objectVersion(object);
      if (version === undefined) throw malformed(what, `a ${type} event has no object with a name and a version`);
      return { type, version, object };
    }
    case "BOOKMARK": {
      const resourceVersion = resourceVersionOf(object);
      if (resourceVersion === undefined) throw malformed(what, "a bookmark has no resourceVersion");
      return { type, resourceVersion };
    }
    case "ERROR":
      return { type, error: errorOf(what, object) };
    default:
      if (typeof type !== "string") throw malformed(what, "a line has no type of event");
      return undefined;
  }
}

function parsed(what: string, line: Buffer): Line {
  try {
    const value: unknown = JSON.parse(withoutManagedFields(line).toString());
    if (typeof value === "object" && value !== null) return value;
  } catch (cause) {
    throw malformed(what, "a line is not JSON", cause);
  }
  throw malformed(what, "a line is not an object");
}

const malformed = (what: string, reason: string, cause?: unknown): KubeApiError =>
  new KubeApiError(`${what}: ${reason}`, { errorClass: "malformed", cause });

const resourceVersionOf = (object: unknown): number | undefined =>
  versionNumber((object as { metadata?: { resourceVersion?: unknown } } | null)?.metadata?.resourceVersion);

function errorOf(what: string, object: unknown): KubeApiError {
  const { code, message } = (object ?? {}) as Status;
  const httpStatus = typeof code === "number" ? code : 500;
  const text = typeof message === "string" ? message : "no reason given";
  return new KubeApiError(`${what}: ${text}`, { errorClass: failureOfStatus(httpStatus), httpStatus });
}
