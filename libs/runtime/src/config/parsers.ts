import { parseGvr } from "@xp-tracker/crossplane";
import type { Gvr, Parsed } from "@xp-tracker/crossplane";
import { parseAddress } from "./address.ts";
import { percentDecoded } from "./percent-decoded.ts";

/** Reads the text of one variable, or says why it cannot work. */
export type Parse<T> = (text: string) => Parsed<T>;

const ok = <T>(value: T): Parsed<T> => ({ ok: true, value });
const no = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

export const text: Parse<string> = ok;

/** For variables without a default: what `""` means. */
export const optional =
  <T, U>(parse: Parse<T>, absent: U): Parse<T | U> =>
  (input) =>
    input === "" ? ok(absent) : parse(input);

const matching =
  (pattern: RegExp, what: string): Parse<string> =>
  (input) =>
    pattern.test(input) ? ok(input) : no(`"${input}" is not ${what}`);

/** A whole number as Go's strconv.Atoi reads it, which the original used: decimal digits, perhaps signed. */
export const wholeNumber =
  (min: number, max: number): Parse<number> =>
  (input) => {
    if (!/^[+-]?\d+$/.test(input)) return no("it is not a whole number");
    const value = Number(input);
    return value < min || value > max ? no(`it is not between ${min} and ${max}`) : ok(value);
  };

/** Whole seconds, kept as milliseconds. */
export const secondsAsMs =
  (min: number, max: number): Parse<number> =>
  (input) => {
    const seconds = wholeNumber(min, max)(input);
    return seconds.ok ? ok(seconds.value * 1000) : seconds;
  };

export const oneOf =
  <T extends string>(...values: readonly T[]): Parse<T> =>
  (input) => {
    const value = values.find((candidate) => candidate === input);
    return value === undefined ? no(`"${input}" is not one of ${values.join(", ")}`) : ok(value);
  };

/** The trimmed entries of a comma-separated list, without empty ones and repetitions. A list of none is a mistake. */
export const listOf =
  <T>(parseEntry: Parse<T>): Parse<readonly T[]> =>
  (input) => {
    const entries = input.split(",").map((entry) => entry.trim());
    const parsed = entries.filter((entry) => entry !== "").map((entry) => parseEntry(entry));
    if (parsed.length === 0) return no("it has no entries, only commas and spaces");
    const reasons = parsed.flatMap((entry) => (entry.ok ? [] : [entry.reason]));
    if (reasons.length > 0) return no(reasons.join("; "));
    return ok([...new Set(parsed.flatMap((entry) => (entry.ok ? [entry.value] : [])))]);
  };

export const gvrList: Parse<readonly Gvr[]> = listOf(parseGvr);

/** A namespace is an RFC 1123 label. */
export const namespace = matching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a namespace");
export const namespaceList = listOf(namespace);

/** An RFC 1123 subdomain, as most objects are named. */
export const objectName = matching(
  /^(?!.{254})[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  "a name of a Kubernetes object",
);

/** The key of a label or an annotation: a name with an optional DNS prefix. */
export const metadataKey = matching(
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  "the key of a label or annotation",
);

/** A listening address, kept as the text that it is. */
export const address: Parse<string> = (input) => {
  const parsed = parseAddress(input);
  return parsed.ok ? ok(input) : parsed;
};

export const urlWith =
  (...schemes: readonly string[]): Parse<string> =>
  (input) => {
    if (!URL.canParse(input)) return no("it is not a URL");
    const { protocol, hostname } = new URL(input);
    if (!schemes.includes(protocol)) return no(`its scheme is not one of ${schemes.join(", ")}`);
    return hostname === "" ? no("it names no host") : ok(input);
  };

/** A URL whose user and password can be shown to a server, which means decoded. */
export const loginUrlWith =
  (...schemes: readonly string[]): Parse<string> =>
  (input) => {
    const url = urlWith(...schemes)(input);
    if (!url.ok) return url;
    const { username, password } = new URL(input);
    const isDecodable = [username, password].every((part) => percentDecoded(part) !== undefined);
    return isDecodable ? url : no("its user or password cannot be percent-decoded");
  };

/** A prefix of S3 keys without slashes at its ends; nothing but slashes means the fallback, as in the original. */
export const keyPrefix =
  (fallback: string): Parse<string> =>
  (input) =>
    input.includes("..") ? no('it contains ".."') : ok(input.replaceAll(/^\/+|\/+$/g, "") || fallback);
