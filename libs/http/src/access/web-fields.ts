import { cipherSuites, clientAuthTypes, curves, isTls13Suite, tlsVersions } from "./tls-names.ts";
import type { ClientAuthType } from "./tls-names.ts";

export type Field<T> = (value: unknown) => FieldReading<T>;

export type FieldReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const ok = <T>(value: T): FieldReading<T> => ({ ok: true, value });
const no = (reason: string, remedy: string): FieldReading<never> => ({ ok: false, reason, remedy });

const text: Field<string> = (value) =>
  typeof value === "string" && value !== ""
    ? ok(value)
    : no("is not a text", "Give a text, in quotes if it needs them.");

const flag: Field<boolean> = (value) =>
  typeof value === "boolean" ? ok(value) : no("is neither true nor false", "Set it to true or false.");

const oneOf =
  <T extends string>(names: readonly T[]): Field<T> =>
  (value) => {
    const name = names.find((candidate) => candidate === value);
    return name === undefined
      ? no(`is not one of ${names.join(", ")}`, `Choose one of ${names.join(", ")}.`)
      : ok(name);
  };

const listOf =
  (isKnown: (name: string) => boolean, remedy: string): Field<readonly string[]> =>
  (value) => {
    if (!Array.isArray(value)) return no("is not a list", "Give a list of texts.");
    const unknown = value.filter((entry) => typeof entry !== "string" || !isKnown(entry));
    return unknown.length > 0 ? no(`has ${unknown.map(String).join(", ")}, which cannot be had`, remedy) : ok(value);
  };

const refused =
  (remedy: string): Field<never> =>
  () =>
    no("is not supported", remedy);

const header =
  (...allowed: readonly string[]): Field<string> =>
  (value) => {
    // An empty one is an unset one, as in the exporters of the Prometheus project.
    if (typeof value !== "string" || !/^[\t\u0020-\u007e]*$/.test(value)) {
      return no("is not the text of a header", "Give printable ASCII characters on one line.");
    }
    return value === "" || allowed.length === 0 || allowed.includes(value) ? ok(value) : oneOf(allowed)(value);
  };

/** Each key that is known, by its path; what it was given is read once, here. */
export const webFields = {
  "tls_server_config.cert": text,
  "tls_server_config.key": text,
  "tls_server_config.client_ca": text,
  "tls_server_config.cert_file": text,
  "tls_server_config.key_file": text,
  "tls_server_config.client_ca_file": text,
  "tls_server_config.client_auth_type": oneOf(Object.keys(clientAuthTypes) as ClientAuthType[]),
  "tls_server_config.client_allowed_sans": listOf(() => true, "Give a list of names."),
  "tls_server_config.min_version": oneOf(Object.keys(tlsVersions) as (keyof typeof tlsVersions)[]),
  "tls_server_config.max_version": oneOf(Object.keys(tlsVersions) as (keyof typeof tlsVersions)[]),
  "tls_server_config.cipher_suites": listOf(
    (name) => name in cipherSuites || isTls13Suite(name),
    `Choose from ${Object.keys(cipherSuites).join(", ")}.`,
  ),
  "tls_server_config.prefer_server_cipher_suites": flag,
  "tls_server_config.curve_preferences": listOf(
    (name) => name in curves,
    `Choose from ${Object.keys(curves).join(", ")}.`,
  ),
  "http_server_config.http2": (value: unknown) =>
    value === true ? no("is not supported", "Set it to false, or leave it out: HTTP/1.1 is served.") : flag(value),
  "http_server_config.headers.Content-Security-Policy": header(),
  "http_server_config.headers.Strict-Transport-Security": header(),
  "http_server_config.headers.X-Content-Type-Options": header("nosniff"),
  "http_server_config.headers.X-Frame-Options": header("deny", "sameorigin"),
  "http_server_config.headers.X-XSS-Protection": header(),
  "rate_limit.interval": refused(
    "Remove rate_limit: MAX_CONCURRENT_SCRAPES and BOOKKEEPING_REQUESTS_PER_MINUTE bound requests.",
  ),
  "rate_limit.burst": refused("Remove rate_limit."),
} as const satisfies Readonly<Record<string, Field<unknown>>>;

const MAX_COST = 14;

/** The hash of a user's password. */
export const passwordHash: Field<string> = (value) => {
  const cost = typeof value === "string" ? /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(value)?.[1] : undefined;
  if (cost === undefined) return no("is not a bcrypt hash", "Make one: htpasswd -nBC 10 \"\" | tr -d ':\\n'");
  return Number(cost) >= 4 && Number(cost) <= MAX_COST
    ? ok(value as string)
    : no(`has a bcrypt cost of ${Number(cost)}`, `Choose a cost from 4 to ${MAX_COST}; 10 is usual.`);
};
