import { done, refused } from "./answer.ts";
import type { Outcome } from "./answer.ts";
import { fail } from "./status.ts";

export interface ContinueToken {
  /** The resourceVersion of the list's first page; -1 asks for whatever is there now. */
  readonly resourceVersion: number;
  /** The last key sent, with a NUL, relative to the namespace of a namespaced list. */
  readonly start: string;
}

const VERSION = "meta.k8s.io/v1";

export const encodeToken = ({ resourceVersion, start }: ContinueToken): string =>
  Buffer.from(JSON.stringify({ v: VERSION, rv: resourceVersion, start }).replaceAll("\0", String.raw`\u0000`)).toString(
    "base64url",
  );

const malformed = (why: string): Outcome<never> =>
  refused(fail.badRequest(`invalid continue token: continue key is not valid: ${why}`));

export function decodeToken(token: string): Outcome<ContinueToken> {
  const wrong = /[^A-Za-z0-9_=-]/.exec(token);
  if (wrong !== null) return malformed(`illegal base64 data at input byte ${wrong.index}`);
  const decoded = Buffer.from(token, "base64url").toString();
  let parsed: { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown };
  try {
    parsed = JSON.parse(decoded) as typeof parsed;
  } catch {
    return malformed(`invalid character '${decoded[0] ?? ""}' looking for beginning of value`);
  }
  const { v, rv, start } = parsed;
  if (v !== VERSION) return malformed(`server does not recognize this encoded version "${String(v)}"`);
  if (typeof rv !== "number" || typeof start !== "string") return malformed("incorrect encoded start resourceVersion");
  return done({ resourceVersion: rv, start });
}
