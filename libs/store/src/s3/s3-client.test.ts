import type { IncomingHttpHeaders } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { s3Object } from "./s3-object.ts";
import { bodyOf } from "../testing/bodies.ts";
import { startHttpStub } from "../testing/http-stub.ts";

it("a server that is not AWS gets plain bytes, without the checksums that some do not know", async () => {
  const sent: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = await startHttpStub(({ headers }, response, body) => {
    sent.push({ headers, body: body.toString() });
    response.writeHead(200, { etag: '"e"' }).end();
  });
  onTestFinished(async () => await server.stop());
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
