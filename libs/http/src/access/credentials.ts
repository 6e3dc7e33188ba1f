/** What a request shows of who it is. */
export type Credentials =
  | { readonly scheme: "basic"; readonly user: string; readonly password: string }
  | { readonly scheme: "bearer"; readonly token: string };

/** Reads an Authorization header (RFC 7617, RFC 6750); undefined where it shows neither. */
export function parseAuthorization(header: string | undefined): Credentials | undefined {
  const [, scheme = "", rest = ""] = /^(basic|bearer) +(\S+) *$/i.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return { scheme: "bearer", token: rest };
  if (scheme === "") return undefined;
  const text = Buffer.from(rest, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { scheme: "basic", user: text.slice(0, colon), password: text.slice(colon + 1) };
}
