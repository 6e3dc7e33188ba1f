import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorText } from "@xp-tracker/runtime";
import { certificateAuthority, startS3Server } from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { s3Object } from "./s3-object.ts";
import type { S3ObjectOptions } from "./s3-object.ts";
import type { SnapshotObject } from "../object/snapshot-object.ts";
import { bodyOf, bytesOf } from "../testing/bodies.ts";
import { startForwardProxy } from "../testing/forward-proxy.ts";
import type { ForwardProxy, ForwardProxyOptions } from "../testing/forward-proxy.ts";
import { startHttpStub } from "../testing/http-stub.ts";

const soon = () => AbortSignal.timeout(60_000);
/** Only a proxy can know where this is. */
const HOST = "s3.somewhere.invalid";
const none = { httpProxy: "", httpsProxy: "", noProxy: "" };
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-very-secret-key" };

const portOf = (endpoint: string): number => Number(new URL(endpoint).port || 80);

const targetAt = (endpoint: string) => ({
  bucket: "bucket",
  prefix: "p",
  region: "us-east-1",
  endpoint,
  timeoutMs: 10_000,
});
const objectAt = (endpoint: string, more: Partial<S3ObjectOptions>) =>
  s3Object({ ...targetAt(endpoint), credentials: keys, ...more });

const megabytes = randomBytes(3 * 2 ** 20);

async function bytesAt(object: SnapshotObject): Promise<Buffer> {
  const read = await object.get(undefined, soon());
  return read.kind === "found" ? await bytesOf(read.body) : Buffer.alloc(0);
}

async function proxyTo(port: number, options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const proxy = await startForwardProxy(port, options);
  onTestFinished(async () => await proxy.stop());
  return proxy;
}

/** Keeps one body, over TLS, with the certificate of {@link HOST}; and a file that names its authority. */
async function tlsServer() {
  const authority = certificateAuthority();
  const folder = mkdtempSync(join(tmpdir(), "s3-proxy-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, authority.cert);
  let kept = Buffer.alloc(0);
  const server = createServer(authority.server([HOST]), (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "PUT") kept = Buffer.concat(chunks);
      response.writeHead(200, { etag: '"e"' }).end(request.method === "HEAD" ? "" : kept);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
    rmSync(folder, { recursive: true });
  });
  return { caFile, port: (server.address() as AddressInfo).port };
}

describe("behind a proxy that alone knows where S3 is", () => {
  it("an https server is reached by a tunnel, and trusted by the authority in the file", async () => {
    const { port, caFile } = await tlsServer();
    const proxy = await proxyTo(port);
    const proxyEnvironment = { ...none, httpsProxy: proxy.url };
    const object = objectAt(`https://${HOST}`, { caFile, proxyEnvironment });
    await object.put(bodyOf(megabytes), '"e"', soon());
    expect(await bytesAt(object)).toEqual(megabytes);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${HOST}:443`]));

    const distrustful = objectAt(`https://${HOST}:8443`, { proxyEnvironment });
    await expect(distrustful.get(undefined, soon())).rejects.toMatchObject({
      remedy: expect.stringContaining("S3_CA_FILE") as string,
    });
    expect(proxy.asked).toContain(`CONNECT ${HOST}:8443`);
  });

  it("an http server is asked through the proxy, bodies included", async () => {
    const server = await startS3Server();
    onTestFinished(async () => await server.stop());
    const proxy = await proxyTo(portOf(server.endpoint));
    const object = objectAt(`http://${HOST}`, {
      bucket: server.bucket,
      credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
      proxyEnvironment: { ...none, httpProxy: proxy.url.replace("http://", "") },
    });
    await object.put(bodyOf(megabytes), undefined, soon());
    expect(await bytesAt(object)).toEqual(megabytes);
    expect(proxy.asked).toContain(`GET http://${HOST}/${server.bucket}/p/snapshot.json`);
  });

  it("credentials of a web identity are asked for through it too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "s3-proxy-"));
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, "a-token");
    const stub = await startHttpStub(({ headers }, response) => {
      if (headers.host !== "sts.somewhere.invalid") return void response.writeHead(200, { etag: '"e"' }).end("{}");
      const expiration = new Date(Date.now() + 3_600_000).toISOString();
      response.end(
        `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      );
    });
    onTestFinished(async () => {
      await stub.stop();
      rmSync(folder, { recursive: true });
      vi.unstubAllEnvs();
    });
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/dev/null");
    vi.stubEnv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader");
    vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile);
    vi.stubEnv("AWS_ENDPOINT_URL_STS", "http://sts.somewhere.invalid");

    const proxy = await proxyTo(portOf(stub.endpoint));
    const proxyEnvironment = { ...none, httpProxy: proxy.url };
    const object = s3Object({ ...targetAt(`http://${HOST}`), proxyEnvironment });
    expect(await object.get(undefined, soon())).toMatchObject({ kind: "found" });
    expect(proxy.asked[0]).toBe("POST http://sts.somewhere.invalid/");
  });
});

it("a server that NO_PROXY excludes is reached without the proxy", async () => {
  const stub = await startHttpStub((_, response) => void response.writeHead(200, { etag: '"e"' }).end("{}"));
  onTestFinished(async () => await stub.stop());
  const proxy = await proxyTo(portOf(stub.endpoint));
  // An address of this machine that is not loopback, which is never proxied.
  const endpoint = stub.endpoint.replace("127.0.0.1", "0.0.0.0");
  const read = async (noProxy: string) =>
    await objectAt(endpoint, { proxyEnvironment: { ...none, httpProxy: proxy.url, noProxy } }).get(undefined, soon());

  expect(await read("0.0.0.0/8")).toMatchObject({ kind: "found" });
  expect(proxy.asked).toEqual([]);
  expect(await read("10.0.0.0/8")).toMatchObject({ kind: "found" });
  expect(proxy.asked).toHaveLength(1);
});

describe("a proxy that is of no use", () => {
  const refusing = (client: Socket): void => void client.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
  const silent = (): void => undefined;
  const silentInTheTunnel = (client: Socket): void => void client.write("HTTP/1.1 200 Connection Established\r\n\r\n");

  it.each([
    ["refuses", refusing, /403 Forbidden/],
    ["is silent", silent, /gave no tunnel|took longer/],
    ["leads to silence", silentInTheTunnel, /gave no tunnel|took longer/],
  ])("that %s is spoken of, and no connection to it stays", async (_what, onConnect, words) => {
    const proxy = await proxyTo(0, { onConnect });
    const object = objectAt(`https://${HOST}`, {
      timeoutMs: 500,
      proxyEnvironment: { ...none, httpsProxy: proxy.url.replace("//", "//user:hunter2@") },
    });
    const error: unknown = await object.get(undefined, soon()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ" });
    expect(errorText(error)).toMatch(words);
    expect(errorText(error)).not.toContain("hunter2");
    expect(proxy.asked).toContain(`CONNECT ${HOST}:443`);
    await vi.waitFor(() => expect(proxy.open()).toBe(0), 5_000);
  });

  it("is what the remedy of a refusal speaks of", async () => {
    const proxy = await proxyTo(0, { onConnect: refusing });
    const object = objectAt(`https://${HOST}`, { proxyEnvironment: { ...none, httpsProxy: proxy.url } });
    await expect(object.get(undefined, soon())).rejects.toMatchObject({
      remedy: expect.stringContaining("HTTPS_PROXY") as string,
    });
  });

  it.each(["socks5://127.0.0.1:1080", "http://user:100%@127.0.0.1:3128"])("%s is refused", async (httpsProxy) => {
    const object = objectAt(`https://${HOST}`, { proxyEnvironment: { ...none, httpsProxy } });
    await expect(object.get(undefined, soon())).rejects.toMatchObject({
      code: "SNAPSHOT_READ",
      cause: { message: expect.stringContaining("is not an http or https URL") as string },
      remedy: expect.stringContaining("HTTPS_PROXY") as string,
    });
  });
});
