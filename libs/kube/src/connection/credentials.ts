import { createHash } from "node:crypto";
import type { RequestOptions } from "node:https";
import type { ConnectionOptions } from "node:tls";
import type { KubeConfig } from "@kubernetes/client-node";
import { errorText } from "@xp-tracker/runtime";
import { KubeApiError } from "../api-error.ts";
import type { Home } from "../kube-client.ts";
import { boundExecPlugins } from "./exec-plugin.ts";
import { homeOf, loadKubeconfig, type KubeconfigOptions } from "./kubeconfig.ts";
import { singleFlight } from "./single-flight.ts";

const TLS_KEYS = ["ca", "cert", "key", "pfx", "passphrase", "rejectUnauthorized", "servername"] as const;

type TlsMaterial = Pick<ConnectionOptions, (typeof TLS_KEYS)[number]>;

/** What one request needs to be let in. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
  /** Equal as long as connections made with {@link tls} can be shared. */
  readonly tlsFingerprint: string;
  /** Which reading of the kubeconfig this came from. */
  readonly epoch: number;
}

export interface CredentialSource {
  /** Without a trailing slash. */
  readonly server: string;
  readonly home: Home;
  /** `proxy-url` of the kubeconfig's cluster. */
  readonly proxyUrl: () => string | undefined;
  /**
   * The credentials of this moment: token, certificate and CA files are followed, exec plugins run when their
   * credential has expired. @throws KubeApiError unauthorized when a plugin or a file fails
   */
  current(): Promise<Credentials>;
  /**
   * The server refused `used`: reads everything anew, once for all requests that were refused together.
   * @throws KubeApiError unauthorized when that is not possible
   */
  renew(used: Credentials): void;
}

/** How long a plugin may take: client-go waits for ever, but somebody sees it waiting. */
const PLUGIN_MS = 60_000;

/** Authentication is client-node's, so whatever its kubeconfig support knows works. @throws AppError KUBE_CONFIG */
export function kubeCredentials(options: KubeconfigOptions, pluginMs = PLUGIN_MS): CredentialSource {
  let epoch = 0;
  let config = readConfig(options, pluginMs);
  // One exec plugin for all requests that start together.
  const shared = singleFlight(() => credentialsOf(config, epoch));
  const { server = "" } = config.getCurrentCluster() ?? {};
  // Whoever works with kubectl beside us changes the current context of the file.
  const pinned = { ...options, context: config.getCurrentContext() };

  const renew = (used: Credentials): void => {
    if (used.epoch !== epoch) return;
    try {
      const renewed = readConfig(pinned, pluginMs);
      if (renewed.getCurrentCluster()?.server !== config.getCurrentCluster()?.server) throw movedAway(pinned.context);
      config = renewed;
    } catch (cause) {
      throw unavailable(cause);
    }
    epoch += 1;
    shared.forget();
  };

  const home = homeOf(config, options);
  return { server, home, proxyUrl: () => config.getCurrentCluster()?.proxyUrl, current: shared.run, renew };
}

const unavailable = (cause: unknown): KubeApiError =>
  new KubeApiError(`cannot get credentials: ${errorText(cause)}`, { errorClass: "unauthorized", cause });

const movedAway = (context: string): Error => new Error(`context ${context} names another server than at the start`);

function readConfig(options: KubeconfigOptions, pluginMs: number): KubeConfig {
  const config = loadKubeconfig(options);
  boundExecPlugins(config, pluginMs);
  const cluster = config.getCurrentCluster();
  // client-node refuses plain HTTP without this flag; `kubectl proxy` serves exactly that, and there is no TLS to skip.
  if (cluster?.server.startsWith("http:")) Object.assign(cluster, { skipTLSVerify: true });
  return config;
}

async function credentialsOf(config: KubeConfig, epoch: number): Promise<Credentials> {
  const options: RequestOptions & ConnectionOptions = {};
  try {
    // Fills in the options; the https.Agent it also makes stays unused (one, cached by client-node).
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    // What cannot be parsed is quoted in the message, and may be a token.
    throw unavailable(cause instanceof SyntaxError ? new Error("the plugin printed no ExecCredential") : cause);
  }
  const tls = Object.fromEntries(
    TLS_KEYS.flatMap((key) => (options[key] === undefined || options[key] === null ? [] : [[key, options[key]]])),
  ) as TlsMaterial;
  return {
    headers: { ...basicAuth(options.auth), ...trimmed(options.headers) },
    tls,
    tlsFingerprint: createHash("sha256").update(JSON.stringify(tls)).digest("hex"),
    epoch,
  };
}

const basicAuth = (auth: string | null | undefined): Record<string, string> =>
  auth ? { authorization: `Basic ${Buffer.from(auth).toString("base64")}` } : {};

/** Token files usually end with a line feed, which no header may hold. */
const trimmed = (headers: RequestOptions["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value).trim()]));
