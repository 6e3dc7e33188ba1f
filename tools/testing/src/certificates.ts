import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIPv4 } from "node:net";
import { bits, boolean, der, integer, octets, oid, sequence, setOf, time, utf8 } from "./der.ts";

export interface CertificateAndKey {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateAuthority {
  /** The CA's own certificate, PEM. */
  readonly cert: string;
  /** A server certificate for these DNS names and IPv4 addresses, valid for a year unless an earlier end is given. */
  readonly server: (names: readonly string[], validity?: { readonly notAfter: Date }) => CertificateAndKey;
  /** A client certificate; Kubernetes reads the user from CN and the groups from O. */
  readonly client: (user: string, groups?: readonly string[]) => CertificateAndKey;
}

const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const DAY_MS = 86_400_000;

/** A CA that lives as long as the test: Node can check certificates, but not make them. */
export function certificateAuthority(commonName = "test CA"): CertificateAuthority {
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const issuer = nameOf(commonName);
  const authority = extension("2.5.29.19", sequence(boolean(true)), true);
  const certSign = extension("2.5.29.15", bits(Buffer.from([0x06]), 1), true);
  const issued = (subject: Buffer, extensions: readonly Buffer[], notAfter?: Date): CertificateAndKey => {
    const own = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    return {
      cert: certificate(issuer, keys.privateKey, subject, own.publicKey, extensions, notAfter),
      key: own.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    };
  };
  return {
    cert: certificate(issuer, keys.privateKey, issuer, keys.publicKey, [authority, certSign]),
    server: (names, validity) =>
      issued(nameOf(names[0] ?? ""), [usage("1.3.6.1.5.5.7.3.1"), alternativeNames(names)], validity?.notAfter),
    client: (user, groups) => issued(nameOf(user, groups), [usage("1.3.6.1.5.5.7.3.2")]),
  };
}

function certificate(
  issuer: Buffer,
  issuerKey: KeyObject,
  subject: Buffer,
  key: KeyObject,
  extensions: readonly Buffer[],
  notAfter = new Date(Date.now() + 365 * DAY_MS),
) {
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1, ...randomBytes(8)])),
    ECDSA_SHA256,
    issuer,
    sequence(time(new Date(Date.now() - DAY_MS)), time(notAfter)),
    subject,
    key.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signed = sequence(toBeSigned, ECDSA_SHA256, bits(sign("sha256", toBeSigned, issuerKey)));
  return `-----BEGIN CERTIFICATE-----\n${signed.toString("base64").replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const attribute = (type: string, value: string): Buffer => setOf(sequence(oid(type), utf8(value)));

const nameOf = (commonName: string, organizations: readonly string[] = []): Buffer =>
  sequence(...organizations.map((name) => attribute("2.5.4.10", name)), attribute("2.5.4.3", commonName));

const extension = (type: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(type), ...(critical ? [boolean(true)] : []), octets(value));

const usage = (purpose: string): Buffer => extension("2.5.29.37", sequence(oid(purpose)));

const alternativeNames = (names: readonly string[]): Buffer =>
  extension(
    "2.5.29.17",
    sequence(
      ...names.map((name) =>
        isIPv4(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name)),
      ),
    ),
  );
