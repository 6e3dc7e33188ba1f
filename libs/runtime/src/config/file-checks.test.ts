import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, expect, it } from "vitest";
import { checkConfig } from "./read-config.ts";
import type { Environment } from "./read-config.ts";
import type { FileChecks } from "./file-checks.ts";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const reasons = (env: Environment, checks?: FileChecks): readonly string[] => {
  const reading = checkConfig("standalone", env, checks);
  return reading.ok ? [] : reading.mistakes.map(({ name, reason }) => `${name}: ${reason}`);
};
const secure = { REDIS_URL: "rediss://user@cache" };
const certificate = rootCertificates[0] ?? "";

it.each([
  ["authorities", "REDIS_CA_FILE", `${certificate}\n${rootCertificates[1]}`],
  ["a password", "REDIS_PASSWORD_FILE", "hunter2\n"],
  ["an authority of S3", "S3_CA_FILE", certificate],
])("a file of %s is accepted", (_what, name, content) => {
  expect(reasons({ ...secure, [name]: file(name, content) })).toEqual([]);
});

it.each([
  ["REDIS_CA_FILE", "", "the file holds no certificate in PEM form"],
  ["REDIS_CA_FILE", certificate.replace("MII", "AAA"), "a certificate in the file cannot be read"],
  ["S3_CA_FILE", "-----BEGIN PRIVATE KEY-----", "the file holds no certificate in PEM form"],
  ["REDIS_PASSWORD_FILE", " \n", "the file is empty"],
])("%s with the content %j is a mistake at the start", (name, content, reason) => {
  expect(reasons({ ...secure, [name]: file("wrong", content) })).toEqual([`${name}: ${reason}`]);
});

it.each(["REDIS_CA_FILE", "S3_CA_FILE", "REDIS_PASSWORD_FILE"])("a %s that is not there is a mistake", (name) => {
  expect(reasons({ ...secure, [name]: join(folder, "absent") })).toEqual([
    expect.stringMatching(new RegExp(`^${name}: the file cannot be read: ENOENT`)),
  ]);
});

it("what a service finds in its own files stands among the other mistakes", () => {
  const checks: FileChecks = { webConfigFile: (path) => [{ reason: `${path} has a wrong key`, remedy: "Remove it." }] };
  expect(reasons({ WEB_CONFIG_FILE: "web.yml", LOG_LEVEL: "loud" }, checks)).toEqual([
    'LOG_LEVEL: "loud" is not one of debug, info, warn, error',
    "WEB_CONFIG_FILE: web.yml has a wrong key",
  ]);
  expect(reasons({}, checks)).toEqual([]);
});

it.each([
  ["an authority for Redis without TLS", { REDIS_URL: "redis://cache", REDIS_CA_FILE: "ca" }, "REDIS_CA_FILE"],
  ["an authority for S3 without TLS", { S3_ENDPOINT: "http://s3", S3_CA_FILE: "ca" }, "S3_CA_FILE"],
  ["two passwords", { REDIS_URL: "redis://u:p@cache", REDIS_PASSWORD_FILE: "pw" }, "REDIS_PASSWORD_FILE"],
  ["a password for no Redis", { REDIS_PASSWORD_FILE: "pw" }, "REDIS_PASSWORD_FILE"],
])("%s is a mistake", (_what, env, name) => {
  const path = file("any", certificate);
  const given = Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, key.endsWith("FILE") ? path : value]),
  );
  expect(reasons(given)).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
});
