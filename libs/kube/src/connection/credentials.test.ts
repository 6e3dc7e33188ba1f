import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import {
  certificateAuthority,
  kubeconfig,
  startConnectProxy,
  startHttpsServer,
  type HttpsExchange,
} from "@xp-tracker/testing";
import { loadYaml as parse } from "@kubernetes/client-node";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { connectKube } from "./connect-kube.ts";
import { kubeCredentials } from "./credentials.ts";

type Sections = Readonly<Record<"clusters" | "users" | "contexts", readonly unknown[]>>;

const never = new AbortController().signal;

describe("tokens", () => {
  it("a rotated token file is followed at the first refusal, without a failed request", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "token"), "first\n");
    const accepted = { token: "first" };
    const { client, seen } = await connected(folder, { tokenFile: "token" }, ({ headers }) =>
      headers.authorization === `Bearer ${accepted.token}` ? 200 : 401,
    );
    await client.get("/x", {}, never);

    accepted.token = "second";
    await writeFile(join(folder, "token"), "second\n");
    await Promise.all(Array.from({ length: 10 }, () => client.get("/x", {}, never)));
    expect(seen.at(-1)?.headers.authorization).toBe("Bearer second");
  });

  it("credentials that stay refused are unauthorized after one more try", async () => {
    const { client, seen } = await connected(await temporaryFolder(), { token: "old" }, () => 401);
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "unauthorized", httpStatus: 401 });
    expect(seen).toHaveLength(2);
  });

  it("a current context that is changed beside us changes nothing: no cluster is shown another one's token", async () => {
    const folder = await temporaryFolder();
    const accepted = { token: "ours" };
    const { client, seen, server } = await connected(folder, { token: "ours" }, ({ headers }) =>
      headers.authorization === `Bearer ${accepted.token}` ? 200 : 401,
    );
    const other = kubeconfig({ server: "https://other", user: { token: "theirs" } }).replaceAll("test", "other");
    await writeFile(join(folder, "other"), other);
    const rewrite = async (token: string, to = server.url): Promise<void> => {
      const ours = parse<Sections>(kubeconfig({ server: to, ca: server.authority.cert, user: { token } }));
      const theirs = parse<Sections>(other);
      const both = (key: "clusters" | "users" | "contexts") => [...ours[key], ...theirs[key]];
      await writeFile(
        join(folder, "kubeconfig"),
        JSON.stringify({
          clusters: both("clusters"),
          users: both("users"),
          contexts: both("contexts"),
          "current-context": "other",
        }),
      );
    };
    await rewrite("renewed");
    accepted.token = "renewed";
    await client.get("/x", {}, never);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer ours", "Bearer renewed"]);

    accepted.token = "nobody's";
    await rewrite("for another server", "https://127.0.0.1:1");
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "unauthorized" });
    expect(seen.at(-1)?.headers.authorization).toBe("Bearer renewed");
  });

  it("a kubeconfig that is being rewritten leaves the refusal as it is", async () => {
    const folder = await temporaryFolder();
    const { client } = await connected(folder, { token: "old" }, () => 401);
    await writeFile(join(folder, "kubeconfig"), "clusters: [");
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "unauthorized" });
  });

  it("user and password are sent as basic authentication, impersonation as headers", async () => {
    const user = { username: "ada", password: "pass:word", as: "grace" };
    const { client, seen } = await connected(await temporaryFolder(), user, () => 200);
    await client.get("/x", {}, never);
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("ada:pass:word").toString("base64")}`,
      "impersonate-user": "grace",
    });
  });

  it("no error names the token", async () => {
    const { client } = await connected(await temporaryFolder(), { token: "very-secret" }, () => 403);
    const error: unknown = await client.get("/x", {}, never).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("very-secret");
  });
});

describe("exec plugins", () => {
  it("a plugin runs once for requests that start together, and again when its token is refused", async () => {
    const folder = await temporaryFolder();
    const { client, seen } = await connected(folder, await execPlugin(folder), ({ headers }) =>
      headers.authorization === "Bearer token-1" && seen.length > 8 ? 401 : 200,
    );
    await Promise.all(Array.from({ length: 8 }, () => client.get("/x", {}, never)));
    expect(await runs(folder)).toBe(1);

    await Promise.all(Array.from({ length: 8 }, () => client.get("/x", {}, never)));
    expect(await runs(folder)).toBe(2);
    expect(seen.at(-1)?.headers.authorization).toBe("Bearer token-2");
  });

  it("a plugin that fails makes the request unauthorized, with what it printed", async () => {
    const folder = await temporaryFolder();
    const user = await execPlugin(folder, "echo 'login expired' >&2; exit 3");
    const { client } = await connected(folder, user, () => 200);
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({
      errorClass: "unauthorized",
      message: expect.stringContaining("login expired") as string,
    });
  });

  it("a plugin that prints what is no credential is not quoted", async () => {
    const folder = await temporaryFolder();
    const user = await execPlugin(folder, `printf '{"status":{"token":hidden}}'`);
    const { client } = await connected(folder, user, () => 200);
    const error: unknown = await client.get("/x", {}, never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining("the plugin printed no ExecCredential") as string });
    expect(inspect(error, { depth: 9 })).not.toContain("hidden");
  });

  it("a plugin that waits for an answer gets none, and is told that nobody is there", async () => {
    const folder = await temporaryFolder();
    const script = `read answer; printf '%s' "$KUBERNETES_EXEC_INFO" > ${folder}/info; exit 3`;
    const { client } = await connected(folder, await execPlugin(folder, script), () => 200);
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "unauthorized" });
    expect(JSON.parse(await readFile(join(folder, "info"), "utf8"))).toEqual({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { interactive: false },
    });
  });

  it("a plugin that does not end is ended, and so is the wait for what it started", async () => {
    const folder = await temporaryFolder();
    const user = await execPlugin(folder, `echo $$ > ${folder}/pid; sleep 30; echo late`);
    const kubeconfigPath = join(folder, "kubeconfig");
    await writeFile(kubeconfigPath, kubeconfig({ server: "https://127.0.0.1:1", user }));
    const source = kubeCredentials({ kubeconfigPath }, 300);
    const calls = [source.current(), source.current()];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        errorClass: "unauthorized",
        message: expect.stringContaining("plugin.sh did not end within 0.3 s") as string,
      });
    }
    expect(await runs(folder)).toBe(1);
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  });

  it("a plugin named by a path is looked for beside the kubeconfig", async () => {
    const folder = await temporaryFolder();
    const { exec } = (await execPlugin(folder)) as { exec: object };
    const { client, seen } = await connected(folder, { exec: { ...exec, command: "./plugin.sh" } }, () => 200);
    await client.get("/x", {}, never);
    expect(seen[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("a plugin that hangs is a timeout", async () => {
    const folder = await temporaryFolder();
    const { client } = await connected(folder, await execPlugin(folder, "exec sleep 2"), () => 200, 300);
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "timeout" });
  });
});

describe("certificates", () => {
  it("a client certificate is shown, and a rotated one is taken up on a new connection", async () => {
    const folder = await temporaryFolder();
    const authority = certificateAuthority();
    const rotate = async (name: string) => {
      const { cert, key } = authority.client(name);
      await writeFile(join(folder, "user.key"), key);
      await writeFile(join(folder, "user.crt"), cert);
    };
    await rotate("first");
    const user = { "client-certificate": "user.crt", "client-key": "user.key" };
    const { client, seen, server } = await connected(folder, user, () => 200, 10_000, authority);
    for (let count = 0; count < 5; count += 1) await client.get("/x", {}, never);
    expect(seen.map(({ clientName }) => clientName)).toEqual(Array(5).fill("first"));

    await rotate("second");
    for (let count = 0; count < 5; count += 1) await client.get("/x", {}, never);
    expect(seen.slice(5).map(({ clientName }) => clientName)).toEqual(Array(5).fill("second"));
    expect(server.connections()).toBe(2);
  });

  it("requests under way on the old connection are finished", async () => {
    const folder = await temporaryFolder();
    const authority = certificateAuthority();
    await writeFile(join(folder, "ca.crt"), authority.cert);
    const waiting: HttpsExchange[] = [];
    const server = await startHttpsServer(
      (exchange) => (exchange.url === "/slow" ? waiting.push(exchange) : exchange.response.end("{}")),
      { authority },
    );
    onTestFinished(server.stop);
    const config = kubeconfig({ server: server.url, cluster: { "certificate-authority": "ca.crt" } });
    const client = await clientOf(folder, config);
    const slow = client.get("/slow", {}, never);
    await client.get("/x", {}, never);

    await writeFile(join(folder, "ca.crt"), `${certificateAuthority("next CA").cert}${authority.cert}`);
    await client.get("/x", {}, never);
    expect(server.connections()).toBe(2);
    waiting[0]?.response.end('{"late":true}');
    await expect(slow).resolves.toEqual({ late: true });
  });
});

describe("proxies", () => {
  it("proxy-url of the kubeconfig is tunnelled through, over shared connections", async () => {
    const folder = await temporaryFolder();
    const proxy = await startConnectProxy();
    onTestFinished(proxy.stop);
    const server = await startHttpsServer(({ response }) => response.end("{}"));
    onTestFinished(server.stop);
    const cluster = { "proxy-url": proxy.url };
    const client = await clientOf(folder, kubeconfig({ server: server.url, ca: server.authority.cert, cluster }));
    await Promise.all(Array.from({ length: 50 }, () => client.get("/x", {}, never)));
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    expect(proxy.tunnels.length).toBeLessThanOrEqual(4);
  });

  it("a proxy that cannot be used is named before anything is sent", async () => {
    const config = kubeconfig({ server: "https://127.0.0.1:1", cluster: { "proxy-url": "ftp://proxy" } });
    await expect(clientOf(await temporaryFolder(), config)).rejects.toMatchObject({ code: "KUBE_CONFIG" });
  });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kube-credentials-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A plugin that counts its runs; the default one prints `token-<run>`. */
async function execPlugin(folder: string, script?: string): Promise<object> {
  const status = `{\\"token\\":\\"token-$(grep -c . ${folder}/runs)\\"}`;
  const credential = `{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"status\\":${status}}`;
  const command = join(folder, "plugin.sh");
  await writeFile(command, `#!/bin/sh\necho run >> ${folder}/runs\n${script ?? `echo "${credential}"`}\n`);
  await chmod(command, 0o755);
  return { exec: { apiVersion: "client.authentication.k8s.io/v1", command, interactiveMode: "Never" } };
}

const runs = async (folder: string): Promise<number> =>
  (await readFile(join(folder, "runs"), "utf8")).split("\n").length - 1;

async function connected(
  folder: string,
  user: object,
  statusOf: (exchange: HttpsExchange) => number,
  requestTimeoutMs?: number,
  authority = certificateAuthority(),
) {
  const seen: HttpsExchange[] = [];
  const answer = (exchange: HttpsExchange): void => {
    seen.push(exchange);
    exchange.response.writeHead(statusOf(exchange), { "content-type": "application/json" });
    exchange.response.end("{}");
  };
  const server = await startHttpsServer(answer, { authority });
  onTestFinished(server.stop);
  const config = kubeconfig({ server: server.url, ca: authority.cert, user });
  return { server, seen, client: await clientOf(folder, config, requestTimeoutMs) };
}

async function clientOf(folder: string, config: string, requestTimeoutMs = 10_000) {
  const kubeconfigPath = join(folder, "kubeconfig");
  await writeFile(kubeconfigPath, config);
  const client = await connectKube({
    kubeconfigPath,
    requestTimeoutMs,
    userAgent: "xp-tracker/test",
    retry: { attempts: 1, baseMs: 1, maxMs: 1 },
  });
  onTestFinished(() => client.close());
  return client;
}
