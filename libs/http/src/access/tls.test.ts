import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { createLog } from "@xp-tracker/runtime";
import { certificateAuthority } from "@xp-tracker/testing";
import type { CertificateAndKey } from "@xp-tracker/testing";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bodyOf } from "../answers/body.ts";
import { bodyReply } from "../routes/route.ts";
import { startServer } from "../server/server.ts";
import type { RunningServer } from "../server/server.ts";
import { ask } from "../testing/ask.ts";
import { openAccess } from "./open-access.ts";

const folder = mkdtempSync(join(tmpdir(), "tls-"));
afterAll(() => rmSync(folder, { recursive: true }));
const webConfigFile = join(folder, "web.yml");
const ours = certificateAuthority("ours");
const theirs = certificateAuthority("theirs");
const eventually = { timeout: 30_000, interval: 50 };

const lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });
const servers: RunningServer[] = [];
const PAGE = Buffer.alloc(1_000_000, "x");

const writePair = ({ cert, key }: CertificateAndKey): void => {
  writeFileSync(join(folder, "server.crt"), cert);
  writeFileSync(join(folder, "server.key"), key);
};
/** Names relative to the file, as mounted Secrets have them. */
const configure = (...more: readonly string[]): void =>
  writeFileSync(
    webConfigFile,
    ["tls_server_config:", "cert_file: server.crt", "key_file: server.key", ...more].join("\n  "),
  );

async function serve(): Promise<RunningServer> {
  const access = await openAccess({ webConfigFile, bearerTokenFile: undefined, log });
  const routes = [{ path: "/metrics", title: "", reply: () => bodyReply(bodyOf("text/plain", PAGE)) }];
  const server = await startServer({ address: "127.0.0.1:0", name: "metrics", routes, log, access });
  servers.push(server);
  return server;
}

beforeEach(() => {
  lines.length = 0;
  writePair(ours.server(["127.0.0.1"]));
  writeFileSync(join(folder, "clients.crt"), ours.cert);
  configure();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

const trusting = { ca: ours.cert };

describe("a server with a certificate", () => {
  it("says https of itself, and serves whole pages", async () => {
    const { url } = await serve();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { status, body } = await ask(`${url}/metrics`, trusting);
    expect([status, body.length]).toEqual([200, PAGE.length]);
    await expect(ask(`${url}/metrics`, { ca: theirs.cert })).rejects.toThrow("unable to verify");
  });

  it("takes a client that leaves with the last byte for what it is: served", async () => {
    const { port } = await serve();
    for (let visit = 0; visit < 20; visit += 1) {
      const socket = connect({ port, host: "127.0.0.1", ...trusting });
      socket.on("error", () => undefined);
      socket.write("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n");
      let bytes = 0;
      for await (const chunk of socket) {
        bytes += (chunk as Buffer).length;
        if (bytes > PAGE.length) break;
      }
    }
    expect(lines).toEqual([]);
  });

  it("closes on who does not speak TLS, and goes on", async () => {
    const { url, port } = await serve();
    await expect(ask(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await ask(`${url}/metrics`, trusting)).toMatchObject({ status: 200 });
  });

  it("closes on who begins no handshake, when it is told to end", async () => {
    const server = await serve();
    const silent = connectPlain(server.port, "127.0.0.1");
    await once(silent, "connect");
    const closed = once(silent, "close");
    const startedAt = performance.now();
    await server.close(100);
    await closed;
    // The handshake itself may take 10 s.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  const refused = "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION";
  it.each([
    ["by default", [], "TLSv1.1", refused],
    ["by default", [], "TLSv1.2", "TLSv1.2"],
    ["by default", [], "TLSv1.3", "TLSv1.3"],
    ["with min_version: TLS13", ["min_version: TLS13"], "TLSv1.2", refused],
    ["with max_version: TLS12", ["max_version: TLS12"], "TLSv1.3", refused],
  ] as const)("%s %j says to a client of %s: %s", async (_what, settings, version, said) => {
    configure(...settings);
    const { port } = await serve();
    // At its own level of security the client would refuse what is old itself, and the server never be asked.
    const willing = { ...trusting, ciphers: "DEFAULT@SECLEVEL=0", minVersion: version, maxVersion: version };
    const socket = connect({ port, host: "127.0.0.1", ...willing });
    const outcome = await once(socket, "secureConnect").then(
      () => socket.getProtocol(),
      (error: NodeJS.ErrnoException) => error.code,
    );
    socket.destroy();
    expect(outcome).toBe(said);
  });

  it("speaks the named cipher suites and curves alone", async () => {
    configure(
      "max_version: TLS12",
      "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]",
      "curve_preferences: [CurveP384]",
    );
    const { port } = await serve();
    const socket = connect({ port, host: "127.0.0.1", ...trusting });
    await once(socket, "secureConnect");
    expect(socket.getCipher().name).toBe("ECDHE-ECDSA-AES256-GCM-SHA384");
    expect(socket.getEphemeralKeyInfo()).toMatchObject({ name: "secp384r1" });
    socket.destroy();
  });
});

describe("a certificate that is renewed", () => {
  it("is shown to new connections, while those that are open go on", async () => {
    const { url } = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ...trusting });
    const before = await ask(`${url}/metrics`, { agent });
    writePair(ours.server(["127.0.0.1"]));
    await vi.waitFor(async () => {
      expect((await ask(`${url}/metrics`, trusting)).serial).not.toBe(before.serial);
    }, eventually);
    const after = await ask(`${url}/metrics`, { agent });
    expect([after.status, after.localPort]).toEqual([200, before.localPort]);
    agent.destroy();
  });

  it.each([
    ["is half written", () => writeFileSync(join(folder, "server.crt"), "-----BEGIN CERTIFICATE-----\nMII")],
    ["does not belong to its key", () => writeFileSync(join(folder, "server.crt"), ours.server(["127.0.0.1"]).cert)],
    ["is gone", () => rmSync(join(folder, "server.crt"))],
  ])("and %s leaves the old one in use, says so once, and is taken up when it is right", async (_what, spoil) => {
    const { url } = await serve();
    const { serial } = await ask(`${url}/metrics`, trusting);
    spoil();
    await vi.waitFor(async () => {
      expect((await ask(`${url}/metrics`, trusting)).serial).toBe(serial);
      expect(lines.join("")).toContain("the old one stays in force");
    }, eventually);
    writePair(ours.server(["127.0.0.1"]));
    await vi.waitFor(async () => {
      expect((await ask(`${url}/metrics`, trusting)).serial).not.toBe(serial);
    }, eventually);
    expect(lines.filter((line) => line.includes("WEB_CONFIG"))).toHaveLength(1);
    expect(lines.join("")).not.toContain("PRIVATE KEY");
  });

  it("cannot turn TLS off while the server runs, which the log says", async () => {
    const { url } = await serve();
    writeFileSync(webConfigFile, "");
    await vi.waitFor(async () => {
      expect(await ask(`${url}/metrics`, trusting)).toMatchObject({ status: 200 });
      expect(lines.join("")).toContain("takes effect at the next start");
    }, eventually);
  });
});

describe("certificates of clients", () => {
  const [known, stranger] = [ours.client("prometheus"), theirs.client("mallory")];
  const shown = { none: {}, known, stranger } as const;
  const statusOf = async (url: string, client: object) =>
    ask(`${url}/metrics`, { ...trusting, ...client }).then(
      ({ status }) => status,
      () => "refused",
    );

  it.each([
    ["NoClientCert", { none: 200, known: 200, stranger: 200 }],
    ["RequestClientCert", { none: 200, known: 200, stranger: 200 }],
    ["RequireAnyClientCert", { none: "refused", known: 200, stranger: 200 }],
    ["VerifyClientCertIfGiven", { none: 200, known: 200, stranger: "refused" }],
    ["RequireAndVerifyClientCert", { none: "refused", known: 200, stranger: "refused" }],
  ])("with %s are asked for, needed and verified as Go does", async (type, expected) => {
    const verifies = type.includes("Verify") ? ["client_ca_file: clients.crt"] : [];
    configure(`client_auth_type: ${type}`, ...verifies);
    const { url } = await serve();
    const statuses = Object.entries(shown).map(async ([name, client]) => [name, await statusOf(url, client)] as const);
    expect(Object.fromEntries(await Promise.all(statuses))).toEqual(expected);
  });

  it("are remembered by a session that is resumed", async () => {
    configure("client_auth_type: RequireAndVerifyClientCert", "client_ca_file: clients.crt");
    const { port } = await serve();
    const visit = async (session?: Buffer) => {
      const client = { ...trusting, ...known, maxVersion: "TLSv1.2", ...(session && { session }) } as const;
      const socket = connect({ port, host: "127.0.0.1", ...client });
      await once(socket, "secureConnect");
      const [reused, next] = [socket.isSessionReused(), socket.getSession()];
      socket.write("GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
      const chunks: Buffer[] = await socket.toArray();
      return { reused, next, answer: Buffer.concat(chunks).toString("latin1", 0, 12) };
    };
    const first = await visit();
    expect(await visit(first.next)).toMatchObject({ reused: true, answer: "HTTP/1.1 200" });
  });

  it.each([
    ["scraper.example", 200],
    ["10.1.2.3", 200],
    ["example", "refused"],
    ["10.1.2.30", "refused"],
  ])("need one of the allowed names: %s", async (allowed, expected) => {
    // Asked for and not verified, since what the authority makes with names is for servers.
    configure("client_auth_type: RequireAnyClientCert", `client_allowed_sans: [other.example, "${allowed}"]`);
    const { url } = await serve();
    expect(await statusOf(url, ours.server(["scraper.example", "10.1.2.3"]))).toBe(expected);
    expect(await statusOf(url, known)).toBe("refused");
  });

  it("of an authority that was taken away are refused from then on", async () => {
    configure("client_auth_type: RequireAndVerifyClientCert", "client_ca_file: clients.crt");
    const { url } = await serve();
    expect(await statusOf(url, known)).toBe(200);
    writeFileSync(join(folder, "clients.crt"), theirs.cert);
    await vi.waitFor(async () => expect(await statusOf(url, known)).toBe("refused"), eventually);
    expect(await statusOf(url, stranger)).toBe(200);
  });
});
