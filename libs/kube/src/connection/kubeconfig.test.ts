import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inspect } from "node:util";
import { kubeconfig } from "@xp-tracker/testing";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { homeOf, loadKubeconfig } from "./kubeconfig.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const serverOf = (options: Parameters<typeof loadKubeconfig>[0]) => loadKubeconfig(options).getCurrentCluster()?.server;

const read = async (options: Parameters<typeof loadKubeconfig>[0]) => loadKubeconfig(options);

const twoContexts = (first: string): string =>
  JSON.stringify({
    clusters: ["a", "b"].map((name) => ({ name, cluster: { server: `https://${first}-${name}` } })),
    users: [{ name: "me", user: {} }],
    contexts: ["a", "b"].map((name) => ({ name, context: { cluster: name, user: "me" } })),
    "current-context": "a",
  });

describe("where credentials come from", () => {
  it("the current context, unless another one is asked for", async () => {
    const kubeconfigPath = await file("one", twoContexts("one"));
    expect(serverOf({ kubeconfigPath })).toBe("https://one-a");
    expect(serverOf({ kubeconfigPath, context: "b" })).toBe("https://one-b");
  });

  it("several files are merged, the first one wins, missing ones are skipped", async () => {
    const one = await file("one", twoContexts("one"));
    const two = await file("two", kubeconfig({ server: "https://two" }));
    const kubeconfigPath = [join(folder, "missing"), one, two].join(delimiter);
    expect(serverOf({ kubeconfigPath })).toBe("https://one-a");
    expect(serverOf({ kubeconfigPath, context: "test" })).toBe("https://two");
  });

  it("files as kubectl writes them: without users yet, with nothing in them, or with a context that shows none", async () => {
    const cluster = { server: "https://one" };
    const contexts = [{ name: "one", context: { cluster: "one", user: "" } }];
    const one = await file(
      "one",
      JSON.stringify({ clusters: [{ name: "one", cluster }], users: null, contexts, "current-context": "one" }),
    );
    const kubeconfigPath = [await file("empty", ""), await file("comment", "# nothing\n"), one].join(delimiter);
    expect(serverOf({ kubeconfigPath })).toBe("https://one");
    const options: RequestOptions = {};
    await loadKubeconfig({
      kubeconfigPath: await file(
        "two",
        JSON.stringify({
          clusters: [{ name: "one", cluster: { ...cluster, "certificate-authority-data": "Y2E=" } }],
          contexts,
          "current-context": "one",
        }),
      ),
    }).applyToHTTPSOptions(options);
    expect(String(options.ca)).toBe("ca");
    expect(options.headers ?? {}).toEqual({});
  });

  it("the service account, where no kubeconfig is named", async () => {
    vi.stubEnv("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    vi.stubEnv("KUBERNETES_SERVICE_PORT", "443");
    onTestFinished(() => void vi.unstubAllEnvs());
    const secrets = "var/run/secrets/kubernetes.io/serviceaccount";
    await mkdir(join(folder, secrets), { recursive: true });
    await file(join(secrets, "token"), "token");
    expect(serverOf({ rootDir: folder })).toBe("https://10.96.0.1:443");
    const kubeconfigPath = await file("one", twoContexts("one"));
    expect(serverOf({ rootDir: folder, kubeconfigPath })).toBe("https://one-a");
  });

  it("at home is a pod in its own namespace, and elsewhere the context says where", async () => {
    vi.stubEnv("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    vi.stubEnv("KUBERNETES_SERVICE_PORT", "443");
    onTestFinished(() => void vi.unstubAllEnvs());
    const home = (options: Parameters<typeof loadKubeconfig>[0]) => homeOf(loadKubeconfig(options), options);
    const secrets = "var/run/secrets/kubernetes.io/serviceaccount";
    await mkdir(join(folder, secrets), { recursive: true });
    await file(join(secrets, "token"), "token");
    await file(join(secrets, "namespace"), "monitoring\n");
    expect(home({ rootDir: folder })).toEqual({ inCluster: true, namespace: "monitoring" });
    const kubeconfigPath = await file("one", twoContexts("one"));
    expect(home({ rootDir: folder, kubeconfigPath })).toEqual({ inCluster: false, namespace: "default" });
    const named = await file("two", twoContexts("two").replace('"user":"me"', '"user":"me","namespace":"team-a"'));
    expect(home({ kubeconfigPath: named })).toEqual({ inCluster: false, namespace: "team-a" });
  });

  it("the home directory's kubeconfig comes last", async () => {
    vi.stubEnv("HOME", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(() => serverOf({ rootDir: folder })).toThrow("not in a cluster, KUBECONFIG is not set, and there is no");
    await mkdir(join(folder, ".kube"));
    await file(".kube/config", twoContexts("home"));
    expect(serverOf({ rootDir: folder })).toBe("https://home-a");
  });
});

describe("what cannot be used is refused with the reason and a remedy", () => {
  const refused = (message: string | RegExp) =>
    expect.objectContaining({
      code: "KUBE_CONFIG",
      message: expect.stringMatching(message) as string,
      remedy: expect.stringContaining("KUBECONFIG") as string,
    }) as Error;

  it("a file that is not there", () => {
    expect(() => loadKubeconfig({ kubeconfigPath: join(folder, "nope") })).toThrow(refused(/no kubeconfig at .*nope/));
  });

  it.each(["clusters: [", "", "just text", "clusters: [{name: x}]"])("a file with %j in it", async (text) => {
    const kubeconfigPath = await file("bad", text);
    expect(() => loadKubeconfig({ kubeconfigPath })).toThrow(refused(""));
  });

  it.each([
    ["users:\n- name: me\n  user:\n    token: hidden\n   client-key-data: hidden\n"],
    ["users:\n- name: me\n  user:\n    token: hidden\n    token: hidden\n"],
    ["users:\n- name: me\n  user:\n    token: *hidden\n"],
    ["users:\n- name: me\n  user:\n    token: !<hidden> x\n"],
    ["users:\n- name: me\n  user:\n    token: 'hidden\n"],
    ["users:\n- name: me\n  user:\n    password: !hidden^2\n"],
    ["users:\n- name: me\n  user:\n    password: !x!hidden^2\n"],
    ["users:\n- name: me\n  user:\n    password: !<hidden^2>\n"],
    ["users:\n- name: me\n  user:\n    password: !hidden%zz\n"],
    ['{"users": [{"name": "me", "user": {"token": "hidden"}}'],
  ])("a file with a mistake in it, and nothing of the file is told: %j", async (text) => {
    const kubeconfigPath = await file("bad", text);
    const error: unknown = await read({ kubeconfigPath }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "KUBE_CONFIG",
      message: expect.stringContaining("bad is no YAML: ") as string,
    });
    expect(inspect(error, { depth: 9 })).not.toContain("hidden");
  });

  it("a context that is not there, with the ones that are", async () => {
    const kubeconfigPath = await file("one", twoContexts("one"));
    expect(() => loadKubeconfig({ kubeconfigPath, context: "c" })).toThrow(
      refused(/no context "c"; its contexts: a, b/),
    );
  });

  it("a server that is no URL", async () => {
    const kubeconfigPath = await file("one", kubeconfig({ server: "10.0.0.1:6443" }));
    expect(() => loadKubeconfig({ kubeconfigPath })).toThrow(refused(/"10.0.0.1:6443" is not a URL/));
  });
});
