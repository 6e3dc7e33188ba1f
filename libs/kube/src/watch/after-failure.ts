import { errorText } from "@xp-tracker/runtime";
import { KubeApiError } from "../api-error.ts";

/** How a path goes on after something failed. */
export interface AfterFailure {
  /** Whether what is kept is in doubt. */
  readonly counts: boolean;
  /** Whether the next watch may go on after the last event. */
  readonly resumes: boolean;
  /** Whether it is tried again only as often as a list would be read; else after a growing pause. */
  readonly rests: boolean;
}

/** After these the events since the last one can still be had. */
const RESUMABLE: ReadonlySet<string> = new Set(["throttled", "server_error", "timeout", "network", "unauthorized"]);

/** What changes with a person's help only. */
const LASTING: ReadonlySet<string> = new Set(["forbidden", "not_found"]);

/** @param isWatching it was a watch that failed, and not a list: then only that may be what cannot be had */
export function afterFailure({ errorClass, httpStatus }: KubeApiError, isWatching: boolean): AfterFailure {
  const cannotBeWatched = isWatching && (errorClass === "forbidden" || httpStatus === 405);
  return {
    counts: !cannotBeWatched,
    resumes: RESUMABLE.has(errorClass),
    rests: cannotBeWatched || LASTING.has(errorClass),
  };
}

/** A fault in a projection fails its list, as any other failure does, and stops nothing else. */
export const asApiError = (path: string, thrown: unknown): KubeApiError =>
  thrown instanceof KubeApiError
    ? thrown
    : new KubeApiError(`${path}: ${errorText(thrown)}`, { errorClass: "malformed", cause: thrown });
