import { json, text } from "./answer.ts";
import type { Answer } from "./answer.ts";

/** The resource, and the object if one is named, that a request was about. */
export interface Subject {
  readonly group: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusBody {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: "Failure";
  readonly message: string;
  readonly reason?: string;
  readonly details?: unknown;
  readonly code: number;
}

export function statusBody(
  code: number,
  reason: string,
  message: string,
  more: { readonly details?: unknown; readonly metadata?: Readonly<Record<string, string>> } = {},
): StatusBody {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: more.metadata ?? {},
    status: "Failure",
    message,
    ...(reason === "" ? {} : { reason }),
    ...(more.details === undefined ? {} : { details: more.details }),
    code,
  };
}

const failure = (...parts: Parameters<typeof statusBody>): Answer => json(parts[0], statusBody(...parts));

const qualified = ({ group, plural }: Subject): string => (group === "" ? plural : `${plural}.${group}`);

const details = ({ group, plural, name }: Subject): Readonly<Record<string, string>> => ({
  ...(name === undefined ? {} : { name }),
  ...(group === "" ? {} : { group }),
  kind: plural,
});

const PATCH_TYPES = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
const BODY_TYPES = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

/** The failures of a kube-apiserver, in its own words (recorded on v1.20.2). */
export const fail = {
  pageNotFound: (): Answer => text(404, "404 page not found\n"),
  notFound: (subject: Subject): Answer =>
    failure(404, "NotFound", `${qualified(subject)} "${subject.name ?? ""}" not found`, { details: details(subject) }),
  unauthorized: (): Answer => failure(401, "Unauthorized", "Unauthorized"),
  forbidden: (subject: Subject, verb: string, user: string): Answer => {
    const named = subject.name === undefined ? "" : ` "${subject.name}"`;
    const where = subject.namespace === undefined ? "at the cluster scope" : `in the namespace "${subject.namespace}"`;
    const message = `${qualified(subject)}${named} is forbidden: User "${user}" cannot ${verb} resource "${subject.plural}" in API group "${subject.group}" ${where}`;
    const answer = failure(403, "Forbidden", message, { details: details(subject) });
    return { ...answer, headers: { "X-Content-Type-Options": "nosniff" } };
  },
  forbiddenPath: (path: string, user: string): Answer => ({
    ...failure(403, "Forbidden", `forbidden: User "${user}" cannot get path "${path}"`, { details: {} }),
    headers: { "X-Content-Type-Options": "nosniff" },
  }),
  badRequest: (message: string): Answer => failure(400, "BadRequest", message),
  methodNotAllowed: (subject: Subject, verb: string): Answer =>
    failure(405, "MethodNotAllowed", `${verb} is not supported on resources of kind "${qualified(subject)}"`, {
      details: details({ group: subject.group, plural: subject.plural }),
    }),
  methodNotAllowedPath: (): Answer =>
    failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {
      details: {},
    }),
  notAcceptable: (message = `only the following media types are accepted: ${BODY_TYPES}`): Answer =>
    failure(406, "NotAcceptable", message),
  alreadyExists: (subject: Subject): Answer =>
    failure(409, "AlreadyExists", `${qualified(subject)} "${subject.name ?? ""}" already exists`, {
      details: details(subject),
    }),
  conflict: (subject: Subject): Answer =>
    failure(
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name ?? ""}": the object has been modified; please apply your changes to the latest version and try again`,
      { details: details(subject) },
    ),
  tooLarge: (limit: number): Answer =>
    failure(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limit}`),
  unsupportedBody: (patch: boolean): Answer =>
    failure(
      415,
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: ${patch ? PATCH_TYPES : BODY_TYPES}`,
    ),
  invalid: (
    what: string,
    name: string,
    of: { readonly group: string; readonly kind: string },
    causes: readonly Cause[],
  ): Answer => {
    const texts = causes.map(({ field, message }) => `${field ?? ""}: ${message}`);
    const list = texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
    return failure(422, "Invalid", `${what} "${name}" is invalid: ${list}`, {
      details: { ...(name === "" ? {} : { name }), ...of, causes },
    });
  },
  expired: (message: string, continueToken?: string): Answer =>
    failure(410, "Expired", message, continueToken === undefined ? {} : { metadata: { continue: continueToken } }),
  internal: (message: string): Answer => failure(500, "", message),
  tooManyRequests: (retryAfterSeconds: number): Answer =>
    text(429, "Too many requests, please try again later.\n", { "Retry-After": String(retryAfterSeconds) }),
  unavailable: (retryAfterSeconds?: number): Answer => ({
    ...failure(503, "ServiceUnavailable", "the server is currently unable to handle the request", { details: {} }),
    ...(retryAfterSeconds === undefined ? {} : { headers: { "Retry-After": String(retryAfterSeconds) } }),
  }),
  /** A Status without `kind`, as text: what a request timeout really looks like. */
  gatewayTimeout: (): Answer => {
    const {
      kind: _kind,
      apiVersion: _apiVersion,
      ...body
    } = statusBody(504, "Timeout", "Timeout: request did not complete within 1m0s", { details: {} });
    return { ...text(504, JSON.stringify(body)), headers: {} };
  },
  futureVersion: (asked: number, current: number): Answer => ({
    ...failure(504, "Timeout", `Timeout: Too large resource version: ${asked}, current: ${current}`, {
      details: {
        causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
        retryAfterSeconds: 1,
      },
    }),
    headers: { "Retry-After": "1" },
  }),
};
