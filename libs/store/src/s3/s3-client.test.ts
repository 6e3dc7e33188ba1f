import type { IncomingHttpHeaders } from "node:http";
import { errorText } from "@xp-tracker/runtime";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { s3Object } from "./s3-object.ts";
import { bodyOf } from "../testing/bodies.ts";
import { startHttpStub } from "../testing/http-stub.ts";
import type { HttpStub } from "../testing/http-stub.ts";

async function stub(...answer: Parameters<typeof startHttpStub>): Promise<HttpStub> {
  const server = await startHttpStub(...answer);
  onTestFinished(async () => await server.stop());
  return server;
}

it("a server that is not AWS gets plain bytes, without the checksums that some do not know", async () => {
  const sent: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = await stub(({ headers }, response, body) => {
    sent.push({ headers, body: body.toString() });
    response.writeHead(200, { etag: '"e"' }).end();
  });
  const object = s3Object({
    bucket: "bucket",
    prefix: "prefix",
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-very-secret-key" },
    timeoutMs: 10_000,
  });
  await object.put(bodyOf('{"claims":[]}'), '"e"', AbortSignal.timeout(10_000));

  expect(sent.map(({ body }) => body)).toContain('{"claims":[]}');
  const names = new Set(sent.flatMap(({ headers }) => Object.keys(headers)));
  expect([...names].filter((name) => /checksum|trailer|sdk-checksum/.test(name))).toEqual([]);
  expect(sent.filter(({ headers }) => headers["content-encoding"]?.includes("aws-chunked"))).toEqual([]);
});

describe("an agent for credentials that takes the request and does not answer", () => {
  const credentials = { AccessKeyId: "AKIDEXAMPLE", SecretAccessKey: "a-very-secret-key", Token: "token" };

  /** An object whose credentials come from an agent that is silent until it is told to speak. */
  async function place(timeoutMs: number) {
    let isSilent = true;
    const agent = await stub((_, response) => {
      if (isSilent) return;
      response.end(JSON.stringify({ ...credentials, Expiration: new Date(Date.now() + 3_600_000).toISOString() }));
    });
    const { endpoint } = await stub((_, response) => void response.writeHead(200, { etag: '"e"' }).end());
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ROLE_ARN"])
      vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/dev/null");
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${agent.endpoint}/credentials`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const object = s3Object({ bucket: "bucket", prefix: "prefix", region: "us-east-1", endpoint, timeoutMs });
    const speak = (): void => {
      isSilent = false;
    };
    return { object, speak, asked: () => agent.requests.length };
  }

  it("holds a call up until its deadline, and the next one asks it anew", async () => {
    const { object, speak, asked } = await place(500);
    const error: unknown = await object.get(undefined, AbortSignal.timeout(20_000)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SNAPSHOT_READ" });
    expect(errorText(error)).toContain("took longer than 0.5 s");
    expect(asked()).toBe(1);
    speak();
    expect(await object.get(undefined, AbortSignal.timeout(20_000))).toMatchObject({ kind: "found" });
  });

  it("does not keep a call from ending when it is told to", async () => {
    const { object, asked } = await place(60_000);
    const ending = new AbortController();
    const reading = object.get(undefined, ending.signal);
    await vi.waitFor(() => expect(asked()).toBe(1), 10_000);
    ending.abort(new Error("shutting down"));
    await expect(reading).rejects.toThrow("shutting down");
  });
});
