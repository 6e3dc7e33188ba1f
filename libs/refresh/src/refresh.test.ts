import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { createLog } from "@xp-tracker/runtime";
import { anyRedis, anyRedisSkipReason, redisSkipReason, startRedis } from "@xp-tracker/testing";
import type { RedisServer } from "@xp-tracker/testing";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { redisAnnouncer, redisListener } from "./index.ts";
import type { Announcer, Listener, ListenerOptions, ListenerState, RefreshMessage } from "./index.ts";

const never = new AbortController().signal;
const message: RefreshMessage = { cluster: "prod", generation: 42, etag: "9a", persistedAt: "2026-02-13T20:50:00Z" };
const eventually = { timeout: 15_000, interval: 20 };

let channel = "";
let lines: string[] = [];
const opened: { close(): void }[] = [];

const log = createLog({
  service: "test",
  level: "debug",
  format: "json",
  destination: { write: (line) => void lines.push(line) },
});

const logged = (text: string): readonly string[] => lines.filter((line) => line.includes(text));

interface Heard {
  readonly listener: Listener;
  readonly hints: RefreshMessage[];
  readonly states: ListenerState[];
  connects: number;
}

function listen(url: string, options: Partial<ListenerOptions> = {}): Heard {
  const heard = { hints: [] as RefreshMessage[], states: [] as ListenerState[], connects: 0 };
  const listener = redisListener({
    url,
    channel,
    cluster: "prod",
    log,
    timeoutMs: 500,
    heartbeatMs: 200,
    onHint: (hint) => void heard.hints.push(hint),
    onConnect: () => void (heard.connects += 1),
    onState: (state) => void heard.states.push(state),
    ...options,
  });
  opened.push(listener);
  return Object.assign(heard, { listener });
}

function announcerTo(url: string, timeoutMs = 5_000): Announcer {
  const announcer = redisAnnouncer({ url, channel, log, timeoutMs });
  opened.push(announcer);
  return announcer;
}

const subscribed = (heard: Heard, connects = 1): Promise<void> =>
  vi.waitFor(() => expect([heard.listener.state(), heard.connects]).toEqual(["subscribed", connects]), eventually);

beforeEach(() => {
  channel = `xp-tracker:test:${Math.random().toString(36).slice(2)}`;
  lines = [];
});

afterEach(() => {
  for (const connection of opened.splice(0)) connection.close();
});

const lacks = (reason: string | undefined): string => (reason === undefined ? "" : ` (${reason})`);
const anyReason = anyRedisSkipReason();
describe.skipIf(anyReason !== undefined)(`refresh over Redis${lacks(anyReason)}`, () => {
  let redis: Pick<RedisServer, "url" | "stop">;
  beforeEach(async () => {
    redis = await anyRedis();
    return () => redis.stop();
  });

  it("hands an announcement to every listener of that cluster", async () => {
    const replicas = [listen(redis.url), listen(redis.url)];
    for (const replica of replicas) await subscribed(replica);

    expect(await announcerTo(redis.url).announce(message, never)).toEqual({ receivers: 2 });

    for (const { hints } of replicas) await vi.waitFor(() => expect(hints).toEqual([message]), eventually);
  });

  it("ignores other clusters and other channels", async () => {
    const heard = listen(redis.url);
    const elsewhere = listen(redis.url, { channel: `${channel}:other` });
    await subscribed(heard);
    await subscribed(elsewhere);
    const announcer = announcerTo(redis.url);

    await announcer.announce({ ...message, cluster: "staging" }, never);
    await announcer.announce(message, never);

    await vi.waitFor(() => expect(heard.hints).toEqual([message]), eventually);
    expect(elsewhere.hints).toEqual([]);
  });

  it("passes over messages it cannot read, telling of the first in a row, and goes on", async () => {
    const heard = listen(redis.url);
    await subscribed(heard);
    const announcer = announcerTo(redis.url);
    const nonsense = { ...message, generation: Number.NaN };

    for (const sent of [nonsense, nonsense, message, nonsense]) await announcer.announce(sent, never);

    await vi.waitFor(() => expect(logged("REFRESH_MALFORMED")).toHaveLength(2), eventually);
    expect(heard.hints).toEqual([message]);
    expect(heard.listener.state()).toBe("subscribed");
  });

  it("announces to nobody without complaint", async () => {
    expect(await announcerTo(redis.url).announce(message, never)).toEqual({ receivers: 0 });
  });

  it("calls nothing any more once the listener is closed", async () => {
    const heard = listen(redis.url);
    await subscribed(heard);
    heard.listener.close();
    const announcer = announcerTo(redis.url);

    await vi.waitFor(
      async () => expect(await announcer.announce(message, never)).toEqual({ receivers: 0 }),
      eventually,
    );
    expect([heard.hints, heard.states]).toEqual([[], ["subscribed"]]);
  });
});

const reason = redisSkipReason();
describe.skipIf(reason !== undefined)(`refresh over a Redis with troubles${lacks(reason)}`, () => {
  const servers: RedisServer[] = [];
  const start = async (args: readonly string[] = []): Promise<RedisServer> => {
    const redis = await startRedis(args);
    servers.push(redis);
    return redis;
  };
  afterEach(async () => {
    for (const redis of servers.splice(0)) await redis.stop();
  });

  it("comes back after each outage, says so once, and asks for a look at once", async () => {
    const redis = await start();
    const heard = listen(redis.url);
    await subscribed(heard);

    for (const outage of [1, 2]) {
      await redis.stop();
      await vi.waitFor(() => expect(heard.listener.state()).toBe("down"), eventually);
      // Long enough for several attempts, of which none may be logged.
      await new Promise((resolve) => setTimeout(resolve, 800));
      await redis.start();
      await subscribed(heard, outage + 1);
      expect(logged('"not listening for refreshes"')).toHaveLength(outage);
    }
    expect(logged('"listening for refreshes"')).toHaveLength(3);
    expect(logged("Redis closed the connection")).toHaveLength(2);
    expect(heard.states).toEqual(["subscribed", "down", "subscribed", "down", "subscribed"]);
  });

  it("listens as soon as a Redis appears that was not there at the start", async () => {
    const redis = await start();
    await redis.stop();
    const heard = listen(redis.url);
    expect(heard.listener.state()).toBe("connecting");
    await vi.waitFor(() => expect(heard.listener.state()).toBe("down"), eventually);
    await redis.start();
    await subscribed(heard);
  });

  it("notices a Redis that keeps the connection but answers nothing", async () => {
    const redis = await start();
    const heard = listen(redis.url);
    await subscribed(heard);
    redis.pause();
    await vi.waitFor(() => expect(heard.listener.state()).toBe("down"), eventually);
    redis.resume();
    await subscribed(heard, 2);
  });

  it("fails an announcement at once while Redis is down, and delivers the next one when it is up", async () => {
    const redis = await start();
    const announcer = announcerTo(redis.url, 20_000);
    await announcer.announce(message, never);
    await redis.stop();

    const startedAt = performance.now();
    const failed = announcer.announce(message, never);
    await expect(failed).rejects.toMatchObject({
      code: "REFRESH_ANNOUNCE",
      message: `cannot publish to ${channel} at ${redis.url}`,
      cause: { message: expect.stringContaining("ECONNREFUSED") as string },
      remedy: expect.stringContaining("REDIS_URL") as string,
    });
    expect(performance.now() - startedAt).toBeLessThan(10_000);

    await redis.start();
    expect(await announcer.announce(message, never)).toEqual({ receivers: 0 });
  });

  it("gives up on a Redis that hangs when the time is over, or at once when told to", async () => {
    const redis = await start();
    const announcer = announcerTo(redis.url, 400);
    await announcer.announce(message, never);
    redis.pause();

    await expect(announcer.announce(message, never)).rejects.toMatchObject({ code: "REFRESH_ANNOUNCE" });
    const patient = announcerTo(redis.url, 600_000);
    const stop = new AbortController();
    const announced = patient.announce(message, stop.signal);
    stop.abort(new Error("shutting down"));
    await expect(announced).rejects.toThrow("shutting down");

    redis.resume();
    expect(await announcer.announce(message, never)).toEqual({ receivers: 0 });
  });

  it("keeps one connection for all announcements, and none once it is closed", async () => {
    const redis = await start();
    const observer = new Redis(redis.url);
    opened.push({ close: () => observer.disconnect() });
    const connections = async (): Promise<number> =>
      String(await observer.client("LIST"))
        .trim()
        .split("\n").length;
    const announcer = announcerTo(redis.url);

    for (const generation of [1, 2, 3]) await announcer.announce({ ...message, generation }, never);
    expect(await connections()).toBe(2);
    announcer.close();
    await vi.waitFor(async () => expect(await connections()).toBe(1), eventually);
  });

  it("works with users that may only publish, or only listen, on the channel", async () => {
    const users = [
      "default off",
      `poller on >write resetchannels &${channel} +publish`,
      `exporter on >read resetchannels &${channel} +subscribe`,
    ];
    const redis = await start(users.flatMap((user) => ["--user", ...user.split(" ")]));
    const as = (login: string): string => redis.url.replace("redis://", `redis://${login}@`);
    const heard = listen(as("exporter:read"));
    await subscribed(heard);

    await announcerTo(as("poller:write")).announce(message, never);
    await vi.waitFor(() => expect(heard.hints).toEqual([message]), eventually);

    await expect(announcerTo(as("exporter:read")).announce(message, never)).rejects.toMatchObject({
      cause: { message: expect.stringContaining("NOPERM") as string },
      remedy: expect.stringContaining("+publish") as string,
    });
    const deaf = listen(as("poller:write"));
    await vi.waitFor(() => expect(deaf.listener.state()).toBe("down"), eventually);
    expect(logged("NOPERM").join("")).toContain("+subscribe");
  });

  it("asks for the password it needs, and tells it to nobody", async () => {
    const redis = await start(["--requirepass", "right-secret"]);
    const wrong = redis.url.replace("redis://", "redis://:wrong-secret@");
    const errors = await Promise.all(
      [wrong, redis.url].map((url) =>
        announcerTo(url)
          .announce(message, never)
          .catch((thrown: unknown) => thrown),
      ),
    );
    for (const error of errors) {
      expect(error).toMatchObject({
        code: "REFRESH_ANNOUNCE",
        cause: { message: expect.stringMatching(/^(WRONGPASS|NOAUTH)/) as string },
        remedy: "Check the user in REDIS_URL, and the password there or in REDIS_PASSWORD_FILE.",
      });
    }
    const deaf = listen(wrong);
    await vi.waitFor(() => expect(deaf.listener.state()).toBe("down"), eventually);
    expect(inspect(errors, { depth: 9, showHidden: true }) + lines.join("")).not.toContain("secret");

    const heard = listen(redis.url.replace("redis://", "redis://:right-secret@"));
    await subscribed(heard);
  });

  const tlsReason = spawnSync("openssl", ["version"]).status === 0 ? undefined : "openssl is not on PATH";
  it.skipIf(tlsReason !== undefined)(
    `speaks TLS with a Redis whose certificate it trusts${lacks(tlsReason)}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "refresh-tls-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
      const request = "req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost";
      execFileSync("openssl", [...request.split(" "), "-keyout", key, "-out", certificate], { stdio: "ignore" });
      const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no"];
      const redis = await start(["--port", "0", "--tls-port", "{port}", ...files]);
      const url = `rediss://localhost:${redis.port}`;

      await expect(announcerTo(url).announce(message, never)).rejects.toMatchObject({
        remedy: expect.stringContaining("REDIS_CA_FILE") as string,
      });

      const trusted = getCACertificates("default");
      onTestFinished(() => setDefaultCACertificates(trusted));
      setDefaultCACertificates([...trusted, readFileSync(certificate, "utf8")]);
      const heard = listen(url);
      await subscribed(heard);
      await announcerTo(url).announce(message, never);
      await vi.waitFor(() => expect(heard.hints).toEqual([message]), eventually);
    },
  );
});
