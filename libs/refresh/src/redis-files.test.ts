import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateAuthority, redisSkipReason, startRedis } from "@xp-tracker/testing";
import { createLog } from "@xp-tracker/runtime";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { redisAnnouncer } from "./announcer.ts";
import { redisListener } from "./listener.ts";
import type { RedisFiles } from "./redis-client.ts";

const missing = redisSkipReason();
const authority = certificateAuthority("the right CA");
const message = { cluster: "c", generation: 1, etag: "e", persistedAt: "2026-02-15T10:00:00Z" };
const eventually = { timeout: 30_000, interval: 25 };
const never = new AbortController().signal;

const lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });

let folder: string;
let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

function announcer(url: string, files: RedisFiles) {
  const made = redisAnnouncer({ url, channel: "refresh", timeoutMs: 10_000, log, ...files });
  onTestFinished(() => made.close());
  return made;
}

/** Two users that may do no more than their service needs, over TLS. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "redis-files-"));
  if (missing !== undefined) return;
  const { cert, key } = authority.server(["localhost"]);
  const tls = ["--tls-cert-file", file("cert.pem", cert), "--tls-key-file", file("key.pem", key)];
  const port = ["--port", "0", "--tls-port", "{port}", "--tls-auth-clients", "no"];
  const users = [
    "default off",
    "poller on >write-secret resetchannels &refresh -@all +publish",
    "exporter on >read-secret resetchannels &refresh -@all +subscribe",
  ];
  redis = await startRedis([...port, ...tls, ...users.flatMap((user) => ["--user", ...user.split(" ")])]);
});

afterAll(async () => {
  if (missing === undefined) await redis?.stop();
  rmSync(folder, { recursive: true });
});

describe.skipIf(missing !== undefined)(`Redis over TLS with users of its own (${missing ?? "a real one"})`, () => {
  const urlOf = (user: string) => `rediss://${user}@localhost:${redis?.port}`;

  it("carries messages, with authority and passwords from files", async () => {
    const caFile = file("ca.pem", authority.cert);
    const hints: unknown[] = [];
    const listener = redisListener({
      url: urlOf("exporter"),
      channel: "refresh",
      cluster: "c",
      log,
      timeoutMs: 10_000,
      caFile,
      passwordFile: file("read", "read-secret\n"),
      onHint: (hint) => hints.push(hint),
      onConnect: () => undefined,
    });
    onTestFinished(() => listener.close());
    await vi.waitFor(() => expect(listener.state()).toBe("subscribed"), eventually);
    const sender = announcer(urlOf("poller"), { caFile, passwordFile: file("write", "write-secret\n") });
    expect(await sender.announce(message, never)).toEqual({ receivers: 1 });
    await vi.waitFor(() => expect(hints).toEqual([message]), eventually);
  });

  it("takes up a password and an authority that were put right, without a restart", async () => {
    const files = { caFile: file("late-ca", ""), passwordFile: file("late", "old-secret") };
    const sender = announcer(urlOf("poller"), files);
    await expect(sender.announce(message, never)).rejects.toMatchObject({
      remedy: expect.stringContaining("REDIS_CA_FILE") as string,
    });
    file("late-ca", authority.cert);
    await expect(sender.announce(message, never)).rejects.toMatchObject({
      remedy: expect.stringContaining("REDIS_PASSWORD_FILE") as string,
    });
    file("late", "write-secret");
    await expect(sender.announce(message, never)).resolves.toMatchObject({});
  });

  it.each([
    ["of another authority", () => ({ caFile: file("other", certificateAuthority().cert) }), "REDIS_CA_FILE"],
    ["without its file", () => ({ caFile: join(folder, "absent") }), "REDIS_CA_FILE"],
  ])("is not spoken to %s", async (_what, files, variable) => {
    const passwordFile = file("any", "write-secret");
    await expect(
      announcer(urlOf("poller"), { ...files(), passwordFile }).announce(message, never),
    ).rejects.toMatchObject({
      code: "REFRESH_ANNOUNCE",
      remedy: expect.stringContaining(variable) as string,
    });
  });

  it("has its passwords in no line of the log", () => {
    expect(lines.join("")).not.toContain("secret");
  });
});
