import { readFile } from "node:fs/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { parse } from "yaml";

/** What to do to which requests. Exactly one effect; see `tools/kube-sim/README.md`. */
export interface KubeSimFault {
  /** `group/version/resource` (`/v1/namespaces` for the core group); every part may be `*`. */
  readonly gvr?: string;
  /** Instead of a GVR: one exact path, e.g. `/apis`. */
  readonly path?: string;
  readonly verbs?: readonly ("get" | "list" | "watch" | "create" | "update" | "patch" | "delete")[];
  /** How many requests it hits; left out: all until it is cleared. */
  readonly times?: number;
  readonly status?: 401 | 403 | 404 | 410 | 429 | 500 | 503 | 504;
  readonly retryAfterSeconds?: number;
  readonly hang?: true;
  readonly latencyMs?: number;
  readonly malformed?: true;
  readonly reset?: true;
  readonly expireContinue?: true;
  readonly dropWatches?: "end" | "reset" | "expired";
}

export interface KubeSimStats {
  /** Requests by verb and path class, e.g. `list apiextensions.crossplane.io/v1/compositeresourcedefinitions`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly requestsTotal: number;
  readonly requestsInFlight: number;
  readonly connections: number;
  readonly connectionsOpen: number;
  readonly tlsHandshakes: number;
  readonly watchesOpen: number;
  readonly bytesSent: number;
  /** Spent by the simulator since its start, user and system. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  readonly objects: number;
}

export interface KubeSimAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when the answer is JSON, otherwise the text. */
  readonly body: unknown;
}

export interface KubeSimClient {
  readonly request: (method: string, path: string, body?: unknown, contentType?: string) => Promise<KubeSimAnswer>;
  readonly get: (path: string) => Promise<KubeSimAnswer>;
  readonly create: (path: string, object: unknown) => Promise<KubeSimAnswer>;
  readonly replace: (path: string, object: unknown) => Promise<KubeSimAnswer>;
  /** JSON merge patch (RFC 7386); end the path with `/status` to change the status. */
  readonly patch: (path: string, change: unknown) => Promise<KubeSimAnswer>;
  readonly delete: (path: string) => Promise<KubeSimAnswer>;
}

export interface KubeSimControl {
  /** Returns the fault's id. */
  readonly addFault: (fault: KubeSimFault) => Promise<number>;
  readonly removeFault: (id: number) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly stats: () => Promise<KubeSimStats>;
  /** Sets the counters to zero; open watches and connections stay counted. */
  readonly resetStats: () => Promise<void>;
  /** Forgets old versions: continue tokens and old resourceVersions answer 410 from now on. */
  readonly compact: () => Promise<void>;
  /** Replaces the accepted bearer tokens, and writes the first one to the kubeconfig. */
  readonly setTokens: (tokens: readonly string[]) => Promise<void>;
  /** Changes a condition of that many composite and managed resources, spread over all types; returns how many. */
  readonly churn: (objects: number) => Promise<number>;
  /** Lets the generated platform live that many steps, whatever its speed. */
  readonly step: (steps: number) => Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;

type Send = (method: string, path: string, body?: unknown, contentType?: string) => Promise<KubeSimAnswer>;

function sender(url: string, ca: string | undefined, token: () => Promise<string | undefined>): Send {
  const start = url.startsWith("https:") ? requestHttps : requestHttp;
  return async (method, path, body, contentType = "application/json") => {
    const bearer = await token();
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const headers = { ...authorization, ...(body === undefined ? {} : { "content-type": contentType }) };
    return new Promise((resolve, reject) => {
      const request = start(new URL(path, url), { method, ca, headers, agent: false, signal }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const json = response.headers["content-type"]?.startsWith("application/json") === true && text !== "";
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: json ? (JSON.parse(text) as unknown) : text,
          });
        });
      });
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  };
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly "certificate-authority-data"?: string } }];
  readonly users: readonly [{ readonly user: { readonly token?: string } }];
}

const readKubeconfig = async (path: string): Promise<Kubeconfig> => parse(await readFile(path, "utf8")) as Kubeconfig;

/** A client of a running simulator; the token is read from the kubeconfig for each request, since it may rotate. */
export async function kubeSimClient(
  url: string,
  kubeconfigPath: string,
): Promise<{ readonly api: KubeSimClient; readonly control: KubeSimControl }> {
  const data = (await readKubeconfig(kubeconfigPath)).clusters[0].cluster["certificate-authority-data"];
  const ca = data === undefined ? undefined : Buffer.from(data, "base64").toString();
  const send = sender(url, ca, async () => (await readKubeconfig(kubeconfigPath)).users[0].user.token);

  const api: KubeSimClient = {
    request: send,
    get: (path) => send("GET", path),
    create: (path, object) => send("POST", path, object),
    replace: (path, object) => send("PUT", path, object),
    patch: (path, change) => send("PATCH", path, change, "application/merge-patch+json"),
    delete: (path) => send("DELETE", path),
  };

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, `/_sim/${path}`, body);
    if (answer.status >= 300)
      throw new Error(`${method} /_sim/${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  const control: KubeSimControl = {
    addFault: async (fault) => (await ask<{ id: number }>("POST", "faults", fault)).id,
    removeFault: (id) => ask("DELETE", `faults/${id}`),
    clearFaults: () => ask("DELETE", "faults"),
    stats: () => ask("GET", "stats"),
    resetStats: () => ask("DELETE", "stats"),
    compact: () => ask("POST", "compact"),
    setTokens: (tokens) => ask("PUT", "tokens", { tokens }),
    churn: async (objects) => (await ask<{ changed: number }>("POST", "churn", { objects })).changed,
    step: (steps) => ask("POST", "step", { steps }),
  };
  return { api, control };
}
