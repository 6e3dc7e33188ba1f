import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createSecureContext } from "node:tls";
import type { SecureContextOptions } from "node:tls";
import { errorText } from "@xp-tracker/runtime";
import type { Flaw } from "@xp-tracker/runtime";
import { cipherSuites, clientAuthTypes, curves, isTls13Suite, tls13Suites, tlsVersions } from "./tls-names.ts";
import type { WebConfig, WebValues } from "./web-values.ts";

/** What a server needs to speak TLS. */
export interface TlsOptions {
  readonly context: SecureContextOptions;
  readonly clients: ClientPolicy;
}

export interface ClientPolicy {
  readonly asks: boolean;
  readonly requires: boolean;
  readonly verifies: boolean;
  /** Names of which a client's certificate must have one; undefined: any will do. */
  readonly allowedNames: readonly string[] | undefined;
}

export type TlsReading =
  /** undefined: the file does not ask for TLS. */
  { readonly ok: true; readonly tls: TlsOptions | undefined } | { readonly ok: false; readonly flaws: readonly Flaw[] };

const fileKeys = ["cert_file", "key_file", "client_ca_file"] as const;

/** The files that the configuration names besides itself. */
export const tlsFiles = ({ values }: WebConfig, folder: string): readonly string[] =>
  fileKeys.flatMap((key) => {
    const name = values[`tls_server_config.${key}`];
    return name === undefined ? [] : [resolve(folder, name)];
  });

/**
 * Reads certificate, key and authority, and proves that they belong together.
 * @param folder that relative names start from: that of the web configuration
 */
export function readTls({ values, lineOf }: WebConfig, folder: string): TlsReading {
  if (!Object.keys(values).some((path) => path.startsWith("tls_server_config."))) return { ok: true, tls: undefined };
  const flaws: Flaw[] = [];
  const pemOf = (key: "cert" | "key" | "client_ca"): string | undefined => {
    const path = `tls_server_config.${key}_file` as const;
    const name = values[path];
    if (name === undefined) return values[`tls_server_config.${key}`];
    try {
      return readFileSync(resolve(folder, name), "utf8");
    } catch (thrown) {
      const remedy = "Name a file that this user can read; relative names start at the web configuration.";
      flaws.push({ reason: `line ${lineOf(path)}: ${key}_file cannot be read: ${errorText(thrown)}`, remedy });
      return undefined;
    }
  };
  const context = { ...settingsOf(values), cert: pemOf("cert"), key: pemOf("key"), ca: pemOf("client_ca") };
  if (flaws.length > 0) return { ok: false, flaws };
  try {
    createSecureContext(context);
  } catch (thrown) {
    const reason = `line ${lineOf("tls_server_config")}: certificate and key cannot be used: ${errorText(thrown)}`;
    return {
      ok: false,
      flaws: [{ reason, remedy: "Give a certificate, its chain after it, and its key, all as PEM." }],
    };
  }
  const clients = clientAuthTypes[values["tls_server_config.client_auth_type"] ?? "NoClientCert"];
  const allowedNames = values["tls_server_config.client_allowed_sans"];
  return { ok: true, tls: { context, clients: { ...clients, allowedNames } } };
}

function settingsOf(values: WebValues): SecureContextOptions {
  const suites = values["tls_server_config.cipher_suites"]?.filter((name) => !isTls13Suite(name)) ?? [];
  const preferred = values["tls_server_config.curve_preferences"];
  return {
    minVersion: tlsVersions[values["tls_server_config.min_version"] ?? "TLS12"],
    maxVersion: tlsVersions[values["tls_server_config.max_version"] ?? "TLS13"],
    honorCipherOrder: values["tls_server_config.prefer_server_cipher_suites"] ?? true,
    ...(suites.length === 0 ? {} : { ciphers: [tls13Suites, ...suites.map((name) => cipherSuites[name])].join(":") }),
    ...(preferred === undefined ? {} : { ecdhCurve: preferred.map((name) => curves[name]).join(":") }),
  };
}
