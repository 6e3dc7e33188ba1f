import { fieldSelector, labelSelector } from "../cluster/selectors.ts";
import type { Matcher } from "../cluster/selectors.ts";
import { done, refused } from "./answer.ts";
import type { Outcome } from "./answer.ts";
import { fail } from "./status.ts";
import type { Cause } from "./status.ts";

export interface ListOptions {
  readonly watch: boolean;
  /** 0 is no limit. */
  readonly limit: number;
  readonly continue: string;
  /** As it was sent: absent and 0 mean different things. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly timeoutSeconds: number | undefined;
  readonly bookmarks: boolean;
  readonly selective: boolean;
  readonly matches: Matcher;
}

const FALSE: ReadonlySet<string> = new Set(["false", "False", "FALSE", "0", "f", "F"]);
const isTrue = (query: URLSearchParams, key: string): boolean => query.has(key) && !FALSE.has(query.get(key) ?? "");

const integer = (query: URLSearchParams, key: string): Outcome<number | undefined> => {
  const value = query.get(key) ?? "";
  if (value === "") return done(undefined);
  return /^[-+]?\d+$/.test(value)
    ? done(Number(value))
    : refused(fail.badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`));
};

const forbidden = (message: string): Cause => ({
  reason: "FieldValueForbidden",
  message: `Forbidden: ${message}`,
  field: "resourceVersionMatch",
});

/** The rules for resourceVersionMatch, as the server lists them (and in its order). */
function matchCauses(match: string, watch: boolean, resourceVersion: string, continued: boolean): readonly Cause[] {
  if (match === "") return [];
  const unknown = match !== "Exact" && match !== "NotOlderThan";
  return [
    ...(watch ? [forbidden("resourceVersionMatch is forbidden for watch")] : []),
    ...(resourceVersion === ""
      ? [forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided")]
      : []),
    ...(continued ? [forbidden("resourceVersionMatch is forbidden when continue is provided")] : []),
    ...(unknown
      ? [
          {
            reason: "FieldValueNotSupported",
            message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
            field: "resourceVersionMatch",
          },
        ]
      : []),
    ...(match === "Exact" && resourceVersion === "0"
      ? [forbidden(`resourceVersionMatch "exact" is forbidden for resourceVersion "0"`)]
      : []),
  ];
}

/** Reads the query of a LIST or WATCH, and refuses what the server refuses. */
export function parseListOptions(
  query: URLSearchParams,
  namespaced: boolean,
  watchPath: boolean,
): Outcome<ListOptions> {
  const limit = integer(query, "limit");
  if (!limit.ok) return limit;
  const timeout = integer(query, "timeoutSeconds");
  if (!timeout.ok) return timeout;
  const watch = watchPath || isTrue(query, "watch");
  const [continued, resourceVersion] = [query.get("continue") ?? "", query.get("resourceVersion") ?? ""];
  const match = query.get("resourceVersionMatch") ?? "";
  const causes = matchCauses(match, watch, resourceVersion, continued !== "");
  if (causes.length > 0) {
    return refused(fail.invalid("ListOptions.meta.k8s.io", "", { group: "meta.k8s.io", kind: "ListOptions" }, causes));
  }
  const labels = labelSelector(query.get("labelSelector") ?? "");
  if (!labels.ok) return refused(fail.badRequest(labels.message));
  const fields = fieldSelector(query.get("fieldSelector") ?? "", namespaced);
  if (!fields.ok) return refused(fail.badRequest(fields.message));
  return done({
    watch,
    limit: Math.max(0, limit.value ?? 0),
    continue: continued,
    resourceVersion,
    resourceVersionMatch: match,
    timeoutSeconds: timeout.value,
    bookmarks: isTrue(query, "allowWatchBookmarks"),
    selective: (query.get("labelSelector") ?? "") !== "" || (query.get("fieldSelector") ?? "") !== "",
    matches: (stored) => labels.matches(stored) && fields.matches(stored),
  });
}

/** A resourceVersion as a number, or the answer that a real server gives to anything else. */
export const parseResourceVersion = (text: string): Outcome<number> =>
  /^\d+$/.test(text)
    ? done(Number(text))
    : refused(
        fail.internal(
          `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
        ),
      );
