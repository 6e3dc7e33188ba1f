import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKube, KubeApiError } from "@xp-tracker/kube";
import { AppError } from "@xp-tracker/runtime";
import * as fc from "fast-check";
import { afterAll } from "vitest";
import { fuzz } from "./testing/fuzz.ts";
import { damaged } from "./testing/hostile-json.ts";
import { colliding, hostileText } from "./testing/hostile-text.ts";

const folder = mkdtempSync(join(tmpdir(), "fuzz-kubeconfig-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noProxies = { httpProxy: "", httpsProxy: "", noProxy: "" };

/** Nobody listens on port 1. */
const SERVER = "https://127.0.0.1:1";
const pem = hostileText.map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`);
const base64 = fc.oneof(hostileText, pem).map((text) => Buffer.from(text).toString("base64"));
const name = colliding("a", "b");

// No exec plugins: what they name would be run.
const document = fc.record({
  apiVersion: fc.constant("v1"),
  kind: fc.constant("Config"),
  "current-context": name,
  clusters: fc.array(
    fc.record({
      name,
      cluster: fc.record(
        {
          server: fc.constantFrom(SERVER, SERVER, "http://127.0.0.1:1"),
          "certificate-authority-data": base64,
          "proxy-url": hostileText,
        },
        { requiredKeys: ["server"] },
      ),
    }),
    { maxLength: 2 },
  ),
  users: fc.array(
    fc.record({
      name,
      user: fc.record(
        {
          token: hostileText,
          tokenFile: hostileText,
          username: hostileText,
          password: hostileText,
          "client-certificate-data": base64,
          "client-key-data": base64,
        },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 2 },
  ),
  contexts: fc.array(fc.record({ name, context: fc.record({ cluster: name, user: name, namespace: hostileText }) }), {
    maxLength: 2,
  }),
});

const text = fc.oneof(
  { weight: 5, arbitrary: damaged(document).map((value) => stringified(value)) },
  { weight: 1, arbitrary: hostileText },
);

function stringified(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "[".repeat(20_000);
  }
}

const usable = `{"current-context":"a","clusters":[{"name":"a","cluster":{"server":"${SERVER}"}}],
  "users":[{"name":"a","user":{}}],
  "contexts":[{"name":"a","context":{"cluster":"a","user":"a","namespace":NAMESPACE}}]}`;

fuzz("kubeconfig", "of any content gives a client or KUBE_CONFIG, and what a client cannot use fails a request only", {
  input: text,
  found: [
    '{"current-context":{"toString":false},"contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}]}',
    usable.replace("NAMESPACE", "7"),
    usable.replace("NAMESPACE", '{"toString":false}'),
    usable.replace("NAMESPACE", "7").replace(`"${SERVER}"`, `"${SERVER}","proxy-url":{}`),
  ],
  share: 0.25,
  async holds(content) {
    const kubeconfigPath = join(folder, "config");
    writeFileSync(kubeconfigPath, content);
    const options = { kubeconfigPath, requestTimeoutMs: 2_000, userAgent: "fuzz", proxyEnvironment: noProxies };
    const client = await connectKube({ ...options, retry: { attempts: 1, baseMs: 1, maxMs: 1 } }).catch(refused);
    if (client === undefined) return;
    try {
      if (client.server.includes("127.0.0.1:1")) await client.get("/version", {}, AbortSignal.timeout(10_000));
    } catch (error) {
      if (!(error instanceof KubeApiError)) throw error;
    } finally {
      await client.close();
    }
  },
});

function refused(error: unknown): undefined {
  if (!(error instanceof AppError && error.code === "KUBE_CONFIG")) throw error;
}
