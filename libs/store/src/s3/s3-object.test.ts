import { fork } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { errorText } from "@xp-tracker/runtime";
import { startOwnS3Server } from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { claim, databases, facts } from "../contract/samples.ts";
import { memoryStore } from "../memory-store.ts";
import { s3Object } from "./s3-object.ts";
import type { S3ObjectOptions } from "./s3-object.ts";
import { s3Store } from "./s3-store.ts";
import type { SnapshotObject } from "../object/snapshot-object.ts";
import { bodyOf, bytesOf } from "../testing/bodies.ts";
import { startHttpStub } from "../testing/http-stub.ts";
import type { HttpStub } from "../testing/http-stub.ts";
import { listedLog } from "../testing/listed-log.ts";

const never = new AbortController().signal;

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function stub(answer: Answer): Promise<HttpStub> {
  const server = await startHttpStub(answer);
  onTestFinished(async () => await server.stop());
  return server;
}

const targetOn = (endpoint: string) => ({
  bucket: "bucket",
  prefix: "prefix",
  region: "us-east-1",
  endpoint,
  timeoutMs: 10_000,
});
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-very-secret-key" };

const objectOn = (endpoint: string, more: Partial<S3ObjectOptions> = {}): SnapshotObject =>
  s3Object({ ...targetOn(endpoint), credentials, ...more });

const put = async (object: SnapshotObject, etag?: string) => await object.put(bodyOf("{}"), etag, never);

const fail = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`);
const succeed = (response: ServerResponse, etag = '"e"'): void => void response.writeHead(200, { etag }).end();

describe("s3Object, when S3 does not answer as it should", () => {
  it("tries again when the server is overloaded", async () => {
    let failures = 2;
    const { endpoint, requests } = await stub((_, response) =>
      failures-- > 0 ? fail(response, 503, "SlowDown") : succeed(response),
    );
    expect(await objectOn(endpoint).get(undefined, never)).toMatchObject({ kind: "found" });
    expect(requests).toHaveLength(3);
  });

  it("does not believe a 200 without an ETag", async () => {
    const { endpoint } = await stub((_, response) => void response.writeHead(200).end("<html>Please log in</html>"));
    await expect(put(objectOn(endpoint))).rejects.toMatchObject({ code: "SNAPSHOT_WRITE" });
  });

  it("gives up after three attempts", async () => {
    const { endpoint, requests } = await stub((_, response) => fail(response, 500, "InternalError"));
    await expect(objectOn(endpoint).get(undefined, never)).rejects.toMatchObject({ code: "SNAPSHOT_READ" });
    expect(requests).toHaveLength(3);
  });

  it("does not repeat what is forbidden, and shows neither secret nor signature", async () => {
    const { endpoint, requests } = await stub((_, response) => fail(response, 403, "AccessDenied"));
    const error: unknown = await objectOn(endpoint)
      .get(undefined, never)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ", remedy: expect.stringContaining("s3:GetObject") as string });
    expect(errorText(error)).toBe(
      "cannot read s3://bucket/prefix/snapshot.json: AccessDenied, HTTP 403, AccessDenied it is",
    );
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/secret-key|Signature|AKIDEXAMPLE/);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { name: "ExpiredToken", status: 400, remedy: "Renew the credentials" },
    { name: "InvalidToken", status: 400, remedy: "Renew the credentials" },
    { name: "RequestTimeTooSkewed", status: 403, remedy: "Set the clock of this machine" },
    { name: "AuthorizationHeaderMalformed", status: 400, remedy: "Check S3_REGION" },
  ])("tells what helps against $name", async ({ name, status, remedy }) => {
    const { endpoint } = await stub((_, response) => fail(response, status, name));
    const reading = objectOn(endpoint).get(undefined, never);
    await expect(reading).rejects.toMatchObject({ remedy: expect.stringContaining(remedy) as string });
  });

  it("asks for credentials where there are none", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ROLE_ARN"])
      vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/dev/null");
    onTestFinished(() => void vi.unstubAllEnvs());
    const { endpoint, requests } = await stub((_, response) => succeed(response));
    await expect(s3Object(targetOn(endpoint)).get(undefined, never)).rejects.toMatchObject({
      code: "SNAPSHOT_READ",
      remedy: expect.stringContaining("AWS_ACCESS_KEY_ID") as string,
    });
    expect(requests).toEqual([]);
  });

  it("says that nobody listens", async () => {
    const server = await startHttpStub(() => undefined);
    await server.stop();
    const error: unknown = await objectOn(server.endpoint)
      .get(undefined, never)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ" });
    expect(errorText(error)).toContain("ECONNREFUSED");
  });

  it("does not wait for an answer for ever, and asks no second time", async () => {
    const { endpoint, requests } = await stub(() => undefined);
    const error: unknown = await objectOn(endpoint, { timeoutMs: 200 })
      .get(undefined, never)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ" });
    expect(errorText(error)).toContain("took longer than 0.2 s");
    expect(requests).toHaveLength(1);
  });

  it("does not wait for the rest of a body for ever", async () => {
    const { endpoint } = await stub((_, response) => {
      response.writeHead(200, { etag: '"e"', "content-length": "1000" }).write('{"claims":[');
    });
    const found = await objectOn(endpoint, { timeoutMs: 500 }).get(undefined, never);
    if (found.kind !== "found") throw new Error(found.kind);
    await expect(bytesOf(found.body)).rejects.toMatchObject({ code: "SNAPSHOT_READ" });
  });

  it("does not wait for a body that comes byte by byte", async () => {
    const { endpoint } = await stub((_, response) => {
      response.writeHead(200, { etag: '"e"', "content-length": "1000" });
      const dripping = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(dripping));
    });
    const found = await objectOn(endpoint, { timeoutMs: 500 }).get(undefined, never);
    if (found.kind !== "found") throw new Error(found.kind);
    const error: unknown = await bytesOf(found.body).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ" });
    expect(errorText(error)).toContain("took longer than 0.5 s");
  });

  it.each([
    { who: "server", serverMs: 300, readerMs: 0 },
    { who: "reader", serverMs: 0, readerMs: 20 },
  ])("reads a large body to its end, though the $who needs longer for it than a request may take", async (slow) => {
    const piece = Buffer.alloc(2 ** 20);
    const { endpoint } = await stub((_, response) => {
      response.writeHead(200, { etag: '"e"', "content-length": String(3 * piece.length) });
      void (async () => {
        for (const _ of [1, 2, 3]) {
          await sleep(slow.serverMs);
          response.write(piece);
        }
        response.end();
      })();
    });
    const found = await objectOn(endpoint, { timeoutMs: 500 }).get(undefined, never);
    if (found.kind !== "found") throw new Error(found.kind);
    const startedAt = performance.now();
    let bytes = 0;
    for await (const chunk of found.body) {
      bytes += chunk.length;
      await sleep(slow.readerMs);
    }
    expect(bytes).toBe(3 * piece.length);
    expect(performance.now() - startedAt).toBeGreaterThan(600);
  });

  it("does not take half a body for a whole one", async () => {
    const { endpoint } = await stub((_, response) => {
      response.writeHead(200, { etag: '"e"', "content-length": "1000" });
      response.write('{"claims":[', () => response.destroy());
    });
    const found = await objectOn(endpoint).get(undefined, never);
    if (found.kind !== "found") throw new Error(found.kind);
    await expect(bytesOf(found.body)).rejects.toMatchObject({ code: "SNAPSHOT_READ" });
  });

  it("ends at once when it is told to", async () => {
    const { endpoint } = await stub(() => undefined);
    const ending = new AbortController();
    const reading = objectOn(endpoint, { timeoutMs: 60_000 }).get(undefined, ending.signal);
    setTimeout(() => ending.abort(new Error("shutting down")), 50);
    await expect(reading).rejects.toThrow("shutting down");
  });
});

describe("s3Object, with servers that treat conditions differently", () => {
  const condition = ({ headers }: IncomingMessage): "If-Match" | "If-None-Match" | "none" => {
    if (headers["if-match"] !== undefined) return "If-Match";
    return headers["if-none-match"] === undefined ? "none" : "If-None-Match";
  };
  const isProbe = ({ url = "" }: IncomingMessage): boolean => url.includes("conditional-writes.probe");
  const honours: Answer = (request, response) =>
    condition(request) === "If-None-Match" || (request.headers["if-match"] ?? '"e"') !== '"e"'
      ? fail(response, 412, "PreconditionFailed")
      : succeed(response);

  const servers: readonly { what: string; answer: Answer; says: string; writes: readonly string[] }[] = [
    { what: "honours them", answer: honours, says: "info: S3 server honours", writes: ["PUT If-Match"] },
    {
      what: "ignores them",
      answer: (_, response) => succeed(response),
      says: "warn: S3 server has no usable",
      writes: ["HEAD none", "PUT none"],
    },
    {
      what: "ignores If-Match only",
      answer: (request, response) =>
        condition(request) === "If-None-Match" ? fail(response, 412, "PreconditionFailed") : succeed(response),
      says: "warn: S3 server has no usable",
      writes: ["HEAD none", "PUT none"],
    },
    {
      what: "refuses every If-Match",
      answer: (request, response) =>
        condition(request) === "none" ? succeed(response) : fail(response, 412, "PreconditionFailed"),
      says: "warn: S3 server has no usable",
      writes: ["HEAD none", "PUT none"],
    },
    {
      what: "does not implement them",
      answer: (request, response) =>
        condition(request) === "none" ? succeed(response) : fail(response, 501, "NotImplemented"),
      says: "warn: S3 server has no usable",
      writes: ["HEAD none", "PUT none"],
    },
    {
      what: "allows nothing but the snapshot",
      answer: (request, response, body) =>
        isProbe(request) ? fail(response, 403, "AccessDenied") : honours(request, response, body),
      says: "warn: S3 credentials do not allow",
      writes: ["HEAD none", "PUT If-Match"],
    },
  ];

  it.each(servers)("guards a write on one that $what", async ({ answer, says, writes }) => {
    const seen: string[] = [];
    const { endpoint } = await stub((request, response, body) => {
      if (!isProbe(request)) seen.push(`${request.method} ${condition(request)}`);
      answer(request, response, body);
    });
    const { log, lines } = listedLog();
    expect(await put(objectOn(endpoint, { log }), '"e"')).toEqual({ kind: "written", etag: '"e"', bytes: 2 });
    expect(seen).toEqual(writes);
    expect(lines).toEqual([expect.stringContaining(says)]);
  });

  it("says that a page in place of a server without them is no S3 server, and not that another writer won", async () => {
    let isReplaced = false;
    const { endpoint } = await stub((_, response) =>
      isReplaced ? void response.writeHead(200, { "content-type": "text/html" }).end() : succeed(response),
    );
    const object = objectOn(endpoint);
    await put(object, '"e"');
    isReplaced = true;
    await expect(put(object, '"e"')).rejects.toMatchObject({ code: "SNAPSHOT_WRITE" });
  });

  it("does not write when it stood still after the check until its time was up", async () => {
    const seen: string[] = [];
    const standStill = async (response: ServerResponse): Promise<void> => {
      writer.send("count");
      await once(writer, "message");
      writer.kill("SIGSTOP");
      succeed(response);
      await sleep(500);
      writer.kill("SIGCONT");
    };
    const { endpoint } = await stub((request, response) => {
      if (!isProbe(request)) seen.push(request.method ?? "");
      if (request.method === "HEAD") void standStill(response);
      else succeed(response);
    });
    const writer = fork(new URL("../testing/stalling-writer.ts", import.meta.url), [endpoint]);
    onTestFinished(() => void writer.kill("SIGKILL"));
    await once(writer, "message");
    const [outcome] = (await once(writer, "message")) as readonly unknown[];
    expect(outcome).toBe("the time is up");
    expect(seen).toEqual(["HEAD"]);
  });

  it.each([409, 412])("takes %i for another writer's win", async (status) => {
    const { endpoint } = await stub((request, response, body) =>
      isProbe(request) ? honours(request, response, body) : fail(response, status, "Conflict"),
    );
    expect(await put(objectOn(endpoint), '"e"')).toEqual({ kind: "conflict" });
  });

  it("probes again when the first time gave no answer", async () => {
    let isDown = true;
    const { endpoint } = await stub((request, response, body) =>
      isDown ? fail(response, 500, "InternalError") : honours(request, response, body),
    );
    const object = objectOn(endpoint);
    await expect(put(object, '"e"')).rejects.toMatchObject({ code: "SNAPSHOT_WRITE" });
    isDown = false;
    expect(await put(object, '"e"')).toMatchObject({ kind: "written" });
  });
});

describe("s3Store", () => {
  it("knows its own write again when only the answer was lost", async () => {
    const server = await startOwnS3Server();
    onTestFinished(async () => await server.stop());
    let losses = 1;
    const { endpoint } = await stub((request, response, body) => {
      const { url = "", method, headers } = request;
      const isSnapshot = method === "PUT" && url.includes("snapshot.json");
      const forwarded = send(server.endpoint + url, { method, headers }, (answer) => {
        if (isSnapshot && losses-- > 0) response.destroy();
        else answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers));
      });
      forwarded.end(body);
    });
    const { bucket, region, accessKeyId, secretAccessKey } = server;
    const credentials = { accessKeyId, secretAccessKey };
    const options = { cluster: "blue", bucket, region, endpoint, credentials, prefix: "p", timeoutMs: 10_000 };
    const store = s3Store(memoryStore(options), options);
    store.replaceClaims(databases, [claim("orders")]);
    store.publish(facts);
    await store.persist(never);
    store.publish(facts);
    await store.persist(never);
    expect(store.current()?.generation).toBe(2);
  });
});
