import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error.ts";
import { redactUrlPasswords } from "../log/redact.ts";
import type { Config } from "./config.ts";
import { configRules } from "./config-rules.ts";
import { configTable } from "./config-table.ts";
import { checkConfig, readConfig } from "./read-config.ts";
import type { Environment } from "./read-config.ts";
import { services } from "./variable.ts";
import type { Service, Variable } from "./variable.ts";

const read = (env: Environment, service: Service = "standalone"): Config => readConfig(service, env);

const mistakes = (env: Environment, service: Service = "standalone"): Readonly<Record<string, string>> => {
  const reading = checkConfig(service, env);
  return reading.ok ? {} : Object.fromEntries(reading.mistakes.map(({ name, reason }) => [name, reason]));
};

describe("an empty environment", () => {
  it("is a standalone service over memory, with the original's defaults", () => {
    expect(read({})).toMatchObject({
      service: "standalone",
      store: { backend: "memory" },
      pollIntervalMs: 30_000,
      metricsAddr: ":8080",
      compositionLabelKey: "crossplane.io/composition-name",
      compositeLabelKey: "crossplane.io/composite",
      creatorAnnotationKey: "",
      teamAnnotationKey: "",
      claimGvrs: [],
      namespaceScope: undefined,
    });
  });

  it.each(["poller", "exporter"] as const)("is a mistake for a separate %s, which cannot share memory", (service) => {
    expect(mistakes({}, service)).toEqual({
      STORE_BACKEND: "poller and exporter are separate processes and cannot share memory",
    });
  });

  it("is what an environment of empty variables is read as", () => {
    const empty = Object.fromEntries(Object.values<Variable<unknown>>(configTable).map(({ name }) => [name, ""]));
    expect(read(empty)).toEqual(read({}));
  });
});

it.each([
  [{ POLL_INTERVAL_SECONDS: "5" }, { pollIntervalMs: 5000 }],
  [{ POLL_INTERVAL_SECONDS: "+007" }, { pollIntervalMs: 7000 }],
  [{ CLAIM_GVRS: "a.org/v1/dbs, b.org/v1/apps,,a.org/v1/dbs" }, { claimGvrs: ["a.org/v1/dbs", "b.org/v1/apps"] }],
  [{ KUBE_NAMESPACE_SCOPE: " team-a , ,team-b" }, { namespaceScope: ["team-a", "team-b"] }],
  [{ METRICS_ADDR: "127.0.0.1:0" }, { metricsAddr: "127.0.0.1:0" }],
  [{ METRICS_ADDR: "[::1]:9090" }, { metricsAddr: "[::1]:9090" }],
  [{ METRICS_FAMILIES: "xp-tracker-0.3,resource" }, { metricsFamilies: ["xp-tracker-0.3", "resource"] }],
  [{ REDIS_URL: "rediss://u:p@cache:6380/1" }, { redisUrl: "rediss://u:p@cache:6380/1" }],
  [{ REDIS_URL: "redis://:100%25@cache" }, { redisUrl: "redis://:100%25@cache" }],
  [{ TEAM_ANNOTATION_KEY: "platform.example/team" }, { teamAnnotationKey: "platform.example/team" }],
  [
    { STORE_BACKEND: "s3", S3_BUCKET: "b", S3_KEY_PREFIX: "//a/b/", S3_ENDPOINT: "http://127.0.0.1:9000" },
    {
      store: {
        backend: "s3",
        bucket: "b",
        prefix: "a/b",
        region: "us-east-1",
        endpoint: "http://127.0.0.1:9000",
        timeoutMs: 30_000,
      },
    },
  ],
  [{ STORE_BACKEND: "s3", S3_BUCKET: "b", S3_KEY_PREFIX: "/" }, { store: { prefix: "xp-tracker" } }],
  [{ STORE_BACKEND: "file", FILE_STORE_DIR: "data" }, { store: { backend: "file", dir: "data" } }],
])("reads %j", (env, expected) => {
  expect(read(env)).toMatchObject(expected);
});

it.each([
  ["POLL_INTERVAL_SECONDS", "0"],
  ["POLL_INTERVAL_SECONDS", "86401"],
  ["POLL_INTERVAL_SECONDS", "99999999999999999999"],
  ["POLL_INTERVAL_SECONDS", " 5"],
  ["POLL_INTERVAL_SECONDS", "1e3"],
  ["POLL_INTERVAL_SECONDS", "1_0"],
  ["METRICS_ADDR", "nonsense"],
  ["METRICS_ADDR", ":99999"],
  ["METRICS_ADDR", "::1:8080"],
  ["KUBE_NAMESPACE_SCOPE", " , "],
  ["KUBE_NAMESPACE_SCOPE", "Team_A"],
  ["CLAIM_GVRS", "a.org/v1"],
  ["CLAIM_GVRS", "a.org/v1/dbs/status"],
  ["XR_GVRS", ","],
  ["MR_GVRS", "A.org/v1/dbs"],
  ["STORE_BACKEND", "S3"],
  ["S3_KEY_PREFIX", "a/../b"],
  ["S3_ENDPOINT", "127.0.0.1:9000"],
  ["REDIS_URL", "http://cache"],
  ["REDIS_URL", "redis://user:100%@cache"],
  ["REDIS_URL", "redis://us%zzer@cache"],
  ["CREATOR_ANNOTATION_KEY", "created by"],
  ["METRICS_FAMILIES", "summary,xp-tracker-0.3"],
  ["METRICS_FAMILIES", "everything"],
  ["LIST_CONCURRENCY", "0"],
  ["LOG_LEVEL", "trace"],
])("refuses %s=%s", (name, value) => {
  expect(Object.keys(mistakes({ [name]: value }))).toEqual([name]);
});

it("requires a bucket for s3 and a directory for file, and nothing of the kind otherwise", () => {
  expect(mistakes({ STORE_BACKEND: "s3" })).toEqual({ S3_BUCKET: "STORE_BACKEND is s3, which needs a bucket" });
  expect(mistakes({ STORE_BACKEND: "file" })).toEqual({
    FILE_STORE_DIR: "STORE_BACKEND is file, which needs a directory",
  });
});

it.each([
  [":9000", ":9000", true],
  ["127.0.0.1:9000", ":9000", true],
  ["127.0.0.1:9000", "127.0.0.2:9000", false],
  [":9000", ":9001", false],
  [":0", ":0", false],
])("an exporter with METRICS_ADDR=%s and TELEMETRY_ADDR=%s collides: %s", (metrics, telemetry, collides) => {
  const env = { STORE_BACKEND: "file", FILE_STORE_DIR: "d", METRICS_ADDR: metrics, TELEMETRY_ADDR: telemetry };
  expect("TELEMETRY_ADDR" in mistakes(env, "exporter")).toBe(collides);
  expect(mistakes(env, "poller")).toEqual({});
});

it("lists all mistakes at once, each with its value, reason and remedy", () => {
  const env = { STORE_BACKEND: "oops", S3_BUCKET: "", POLL_INTERVAL_SECONDS: "0", METRICS_ADDR: "nonsense" };
  expect(() => read(env)).toThrow(AppError);
  expect(() => read(env)).toThrow(
    [
      "3 mistakes in the configuration",
      '  STORE_BACKEND=oops: "oops" is not one of memory, file, s3',
      "      Set it to memory, file or s3.",
      "  POLL_INTERVAL_SECONDS=0: it is not between 1 and 86400",
      "      Give whole seconds from 1 to 86400.",
      "  METRICS_ADDR=nonsense: it is not host:port, :port or [ipv6]:port",
      "      Give host:port, :port for every interface, or [ipv6]:port; port 0 takes a free one.",
    ].join("\n"),
  );
});

it("a password that cannot be decoded is reported with all other mistakes", () => {
  expect(mistakes({ REDIS_URL: "redis://user:100%@cache", POLL_INTERVAL_SECONDS: "0" })).toEqual({
    REDIS_URL: "its user or password cannot be percent-decoded",
    POLL_INTERVAL_SECONDS: "it is not between 1 and 86400",
  });
});

it("no remedy is taken for a URL with a password, which would be printed with stars", () => {
  for (const { remedy } of [...Object.values<Variable<unknown>>(configTable), ...configRules])
    expect(redactUrlPasswords(remedy)).toBe(remedy);
});

it.each(["http://u:hunter2@h", "redis//:hunter2@h", "hunter2", "http://h/?password=hunter2", "redis://u:hunter2%@h"])(
  "never shows the secret in REDIS_URL=%s",
  (url) => {
    expect(() => read({ REDIS_URL: url })).toThrow("REDIS_URL");
    expect(() => read({ REDIS_URL: url })).not.toThrow("hunter2");
  },
);

it("has a working default for every variable in every service", () => {
  const backend = { STORE_BACKEND: "file", FILE_STORE_DIR: "d" };
  for (const service of services) expect(mistakes(backend, service)).toEqual({});
});

it("names every variable once, in capitals, with a description and a remedy that end in a full stop", () => {
  const table = Object.values<Variable<unknown>>(configTable);
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  for (const { name, description, remedy } of table) {
    expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(description).toMatch(/^\S.*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
});
