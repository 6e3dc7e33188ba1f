import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateAuthority, startS3Server, startTlsProxy } from "@xp-tracker/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { s3Object } from "./s3-object.ts";
import { bodyOf } from "../testing/bodies.ts";

const authority = certificateAuthority();
const folder = mkdtempSync(join(tmpdir(), "s3-ca-"));
const caFile = join(folder, "ca.pem");
const soon = () => AbortSignal.timeout(60_000);

let server: Awaited<ReturnType<typeof startS3Server>>;
let proxy: Awaited<ReturnType<typeof startTlsProxy>>;
beforeAll(async () => {
  server = await startS3Server();
  proxy = await startTlsProxy(Number(new URL(server.endpoint).port || 80), authority);
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const objectOver = (files: { readonly caFile?: string }) =>
  s3Object({
    ...server,
    credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
    endpoint: `https://127.0.0.1:${proxy.port}`,
    prefix: "ca",
    timeoutMs: 10_000,
    ...files,
  });

it("an https server is not trusted without its authority", async () => {
  await expect(objectOver({}).get(undefined, soon())).rejects.toMatchObject({
    code: "SNAPSHOT_READ",
    remedy: expect.stringContaining("S3_CA_FILE") as string,
  });
});

it("an https server is trusted by the authority in the file, also where that was put right later", async () => {
  const object = objectOver({ caFile });
  writeFileSync(caFile, certificateAuthority("another").cert);
  await expect(object.get(undefined, soon())).rejects.toMatchObject({ code: "SNAPSHOT_READ" });
  writeFileSync(caFile, authority.cert);
  await object.put(bodyOf("{}"), undefined, soon());
  expect(await object.get(undefined, soon())).toMatchObject({ kind: "found" });
});
