import { clientAuthTypes } from "./tls-names.ts";
import type { WebConfig, WebValues } from "./web-values.ts";

/** A mistake that no key makes alone. */
interface Rule {
  readonly path: keyof WebValues;
  readonly broken: (values: WebValues) => boolean;
  readonly reason: string;
  readonly remedy: string;
}

const has =
  (...keys: readonly string[]) =>
  (values: WebValues): boolean =>
    keys.some((key) => values[`tls_server_config.${key}` as keyof WebValues] !== undefined);

const usesTls = (values: WebValues): boolean =>
  Object.keys(values).some((path) => path.startsWith("tls_server_config."));
const clientAuth = (values: WebValues) =>
  clientAuthTypes[values["tls_server_config.client_auth_type"] ?? "NoClientCert"];
const hasAuthority = has("client_ca", "client_ca_file");

const rules: readonly Rule[] = [
  {
    path: "tls_server_config.cert_file",
    broken: (values) => usesTls(values) && !has("cert", "cert_file")(values),
    reason: "tls_server_config has no certificate",
    remedy: "Name it in cert_file.",
  },
  {
    path: "tls_server_config.key_file",
    broken: (values) => usesTls(values) && !has("key", "key_file")(values),
    reason: "tls_server_config has no key",
    remedy: "Name it in key_file.",
  },
  ...(["cert", "key", "client_ca"] as const).map((key): Rule => ({
    path: `tls_server_config.${key}_file`,
    broken: (values) => has(key)(values) && has(`${key}_file`)(values),
    reason: `tls_server_config has both ${key} and ${key}_file`,
    remedy: "Keep one of them.",
  })),
  {
    path: "tls_server_config.client_auth_type",
    broken: (values) => hasAuthority(values) && !clientAuth(values).asks,
    reason: "tls_server_config names an authority for clients, but asks clients for no certificate",
    remedy: "Set client_auth_type to RequireAndVerifyClientCert.",
  },
  {
    path: "tls_server_config.client_auth_type",
    broken: (values) => clientAuth(values).verifies && !hasAuthority(values),
    reason: "tls_server_config verifies certificates of clients, but names no authority for them",
    remedy: "Name it in client_ca_file.",
  },
  {
    path: "tls_server_config.client_allowed_sans",
    broken: (values) => has("client_allowed_sans")(values) && !clientAuth(values).requires,
    reason: "client_allowed_sans is set, but clients need not show a certificate",
    remedy: "Set client_auth_type to RequireAndVerifyClientCert.",
  },
  {
    path: "tls_server_config.max_version",
    broken: (values) =>
      values["tls_server_config.min_version"] === "TLS13" && values["tls_server_config.max_version"] === "TLS12",
    reason: "min_version is above max_version",
    remedy: "Leave max_version out.",
  },
];

export const brokenRules = ({ values }: Pick<WebConfig, "values">): readonly Rule[] =>
  rules.filter(({ broken }) => broken(values));
