import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import { createLog } from "@xp-tracker/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { textReply } from "../routes/route.ts";
import { startServer } from "../server/server.ts";
import type { RunningServer } from "../server/server.ts";
import { ask, basic, bearer } from "../testing/ask.ts";
import { openAccess } from "./open-access.ts";

const folder = mkdtempSync(join(tmpdir(), "access-"));
afterAll(() => rmSync(folder, { recursive: true }));
const [webConfigFile, bearerTokenFile] = [join(folder, "web.yml"), join(folder, "tokens")];
const TOKEN = "a-token-that-nobody-guesses";
const eventually = { timeout: 30_000, interval: 50 };

let lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });
const servers: RunningServer[] = [];

const writeUsers = (users: Readonly<Record<string, string>>, more = ""): void => {
  const entries = Object.entries(users).map(([name, password]) => `  ${name}: ${hashSync(password, 4)}\n`);
  writeFileSync(webConfigFile, `basic_auth_users:\n${entries.join("")}${more}`);
};

async function serve(files: { webConfigFile?: string; bearerTokenFile?: string }): Promise<string> {
  const access = await openAccess({ webConfigFile: undefined, bearerTokenFile: undefined, ...files, log });
  const paths = ["/metrics", "/bookkeeping", "/", "/healthz", "/readyz"];
  const routes = paths.map((path) => ({ path, title: "", reply: () => textReply(200, `${path}\n`) }));
  const server = await startServer({ address: "127.0.0.1:0", name: "metrics", routes, log, access });
  servers.push(server);
  return server.url;
}

beforeEach(() => {
  lines = [];
  writeUsers({ prometheus: "right" });
  writeFileSync(bearerTokenFile, `${TOKEN}\n`);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

describe("without files", () => {
  it("everyone may ask", async () => {
    expect(await ask(`${await serve({})}/metrics`)).toMatchObject({ status: 200 });
  });
});

describe("with users", () => {
  it("who shows a user's password is let in, with GET and with HEAD", async () => {
    const url = await serve({ webConfigFile });
    expect(await ask(`${url}/metrics`, basic("prometheus", "right"))).toMatchObject({
      status: 200,
      body: "/metrics\n",
    });
    expect(await ask(`${url}/metrics`, { method: "HEAD", ...basic("prometheus", "right") })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ["nothing", {}],
    ["a wrong password", basic("prometheus", "wrong")],
    ["an unknown user", basic("mallory", "right")],
    ["a token", bearer(TOKEN)],
    ["a user without a password", { headers: { authorization: "Basic cHJvbWV0aGV1cw==" } }],
    ["something else", { headers: { authorization: "Negotiate abc" } }],
    ["garbage", { headers: { authorization: "Basic ////=" } }],
  ])("who shows %s gets 401, and is told what to show", async (_what, options) => {
    const url = await serve({ webConfigFile });
    expect(await ask(`${url}/metrics`, options)).toMatchObject({
      status: 401,
      body: "unauthorized\n",
      headers: { "www-authenticate": 'Basic realm="xp-tracker", charset="UTF-8"', "cache-control": "no-store" },
    });
  });

  it.each([
    "/metrics",
    "/bookkeeping",
    "/",
    "/unknown",
    "/readyz?verbose",
    "/healthz?x",
    "//healthz",
    "/%",
    "/healthz/../metrics",
  ])("%s is closed", async (path) => {
    const { hostname, port } = new URL(await serve({ webConfigFile }));
    expect(await ask(`http://${hostname}`, { port, path })).toMatchObject({ status: 401 });
  });

  it.each(["/healthz", "/readyz"])("%s is open, for probes", async (path) => {
    expect(await ask(`${await serve({ webConfigFile })}${path}`)).toMatchObject({ status: 200 });
  });

  it("other methods are refused before they learn that they are not allowed", async () => {
    expect(await ask(`${await serve({ webConfigFile })}/metrics`, { method: "POST" })).toMatchObject({ status: 401 });
  });

  it("users that change are taken up without a restart", async () => {
    const url = await serve({ webConfigFile });
    expect(await ask(`${url}/metrics`, basic("prometheus", "right"))).toMatchObject({ status: 200 });
    writeUsers({ prometheus: "new" });
    await vi.waitFor(async () => {
      expect(await ask(`${url}/metrics`, basic("prometheus", "right"))).toMatchObject({ status: 401 });
    }, eventually);
    expect(await ask(`${url}/metrics`, basic("prometheus", "new"))).toMatchObject({ status: 200 });
  });

  it("a file that breaks leaves the old users in force, and the log says so once, with the line and the remedy", async () => {
    const url = await serve({ webConfigFile });
    writeFileSync(webConfigFile, "basic_auth_users:\n  prometheus: hunter2\n");
    await vi.waitFor(async () => {
      expect(await ask(`${url}/metrics`, basic("prometheus", "right"))).toMatchObject({ status: 200 });
      expect(lines.join("")).toContain("the old one stays in force");
    }, eventually);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await ask(`${url}/healthz`);
    await ask(`${url}/metrics`, basic("prometheus", "right"));
    expect(lines.filter((line) => line.includes("WEB_CONFIG"))).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "ERROR",
      error: {
        code: "WEB_CONFIG",
        message: "line 2: basic_auth_users.prometheus is not a bcrypt hash",
        remedy: expect.stringContaining("htpasswd") as string,
      },
    });
    expect(lines.join("")).not.toContain("hunter2");

    writeUsers({ prometheus: "right" });
    await vi.waitFor(async () => {
      await ask(`${url}/metrics`, basic("prometheus", "right"));
      expect(lines.join("")).toContain("can be read again");
    }, eventually);
  });

  it("many refusals are one line in the log, without what was shown", async () => {
    const url = await serve({ webConfigFile });
    for (let guess = 0; guess < 5; guess += 1) await ask(`${url}/metrics`, basic("s3cret-user", "s3cret"));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "WARN", from: "127.0.0.1", credentials: "wrong" });
    expect(lines.join("")).not.toMatch(/s3cret|czNjcmV0/);
  });
});

describe("with bearer tokens", () => {
  it.each([
    ["the token", bearer(TOKEN), 200],
    ["the other token", bearer("another-token-of-16+"), 200],
    ["the token, with the scheme in small letters", { headers: { authorization: `bearer ${TOKEN}` } }, 200],
    ["the beginning of the token", bearer(TOKEN.slice(0, -1)), 401],
    ["more than the token", bearer(`${TOKEN}x`), 401],
    ["no token", { headers: { authorization: "Bearer" } }, 401],
    ["a user", basic("prometheus", "right"), 401],
  ])("who shows %s gets what is due", async (_what, options, status) => {
    writeFileSync(bearerTokenFile, `${TOKEN}\n\n  another-token-of-16+ \r\n`);
    expect(await ask(`${await serve({ bearerTokenFile })}/metrics`, options)).toMatchObject({ status });
  });

  it("tokens and users stand side by side", async () => {
    const url = await serve({ webConfigFile, bearerTokenFile });
    const statuses = [bearer(TOKEN), basic("prometheus", "right"), {}].map(async (shown) =>
      ask(`${url}/metrics`, shown),
    );
    const [token, user, none] = await Promise.all(statuses);
    expect([token?.status, user?.status, none?.status]).toEqual([200, 200, 401]);
    expect(none?.headers["www-authenticate"]).toBe(
      'Basic realm="xp-tracker", charset="UTF-8", Bearer realm="xp-tracker"',
    );
  });

  it("a token that is turned is taken up without a restart", async () => {
    const url = await serve({ bearerTokenFile });
    expect(await ask(`${url}/metrics`, bearer(TOKEN))).toMatchObject({ status: 200 });
    writeFileSync(bearerTokenFile, "the-next-token-of-all");
    await vi.waitFor(async () => {
      expect(await ask(`${url}/metrics`, bearer("the-next-token-of-all"))).toMatchObject({ status: 200 });
    }, eventually);
    expect(await ask(`${url}/metrics`, bearer(TOKEN))).toMatchObject({ status: 401 });
  });

  it.each([
    ["", "the file holds no token"],
    ["short", "line 1 is no token of at least 16 printable ASCII characters"],
    [`${TOKEN}\nwith a space in the middle`, "line 2 is no token of at least 16 printable ASCII characters"],
  ])("a file with the content %j is refused", async (content, message) => {
    writeFileSync(bearerTokenFile, content);
    await expect(serve({ bearerTokenFile })).rejects.toMatchObject({ code: "WEB_CONFIG", message });
  });
});

it("headers of the web configuration come with every answer, refusals included, before our own", async () => {
  const headers =
    "http_server_config:\n  headers:\n    Content-Security-Policy: default-src 'self'\n    X-Frame-Options: deny\n";
  writeUsers({ prometheus: "right" }, headers);
  const url = await serve({ webConfigFile });
  for (const options of [basic("prometheus", "right"), {}]) {
    expect((await ask(`${url}/`, options)).headers).toMatchObject({
      "content-security-policy": "default-src 'self'",
      "x-frame-options": "deny",
      "x-content-type-options": "nosniff",
    });
  }
});
