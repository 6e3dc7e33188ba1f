import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWebConfig } from "./web-config.ts";

const HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
const reasons = (text: string): readonly string[] => {
  const reading = readWebConfig(text);
  return reading.ok ? [] : reading.flaws.map(({ reason }) => reason);
};
const tls = (...lines: readonly string[]) =>
  ["tls_server_config:", "  cert_file: c", "  key_file: k", ...lines.map((line) => `  ${line}`)].join("\n");

describe("a web configuration", () => {
  it("as the exporters of the Prometheus project document it is read", () => {
    const reading = readWebConfig(`
tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.crt
  client_allowed_sans: [prometheus.example]
  min_version: TLS13
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]
  curve_preferences: [X25519, CurveP256]
http_server_config:
  http2: false
  headers:
    Strict-Transport-Security: max-age=31536000
    X-Frame-Options: ""
basic_auth_users:
  alice: ${HASH}
  "b.o:b": '${HASH}'
rate_limit:
`);
    expect(reading).toMatchObject({
      ok: true,
      config: {
        values: {
          "tls_server_config.cert_file": "server.crt",
          "tls_server_config.client_auth_type": "RequireAndVerifyClientCert",
          "tls_server_config.curve_preferences": ["X25519", "CurveP256"],
          "http_server_config.headers.Strict-Transport-Security": "max-age=31536000",
        },
        users: new Map([
          ["alice", HASH],
          ["b.o:b", HASH],
        ]),
      },
    });
  });

  it.each(["", "# nothing\n", "basic_auth_users:\n", "tls_server_config: {}"])(
    "with the text %j asks for nothing",
    (text) => {
      expect(reasons(text)).toEqual([]);
    },
  );

  it.each([
    ["tls_server_conf:\n  cert_file: c", "line 2: tls_server_conf.cert_file is not known"],
    [tls("certfile: x"), "line 4: tls_server_config.certfile is not known"],
    ["- a\n- b", "line 1: the file is not a map of keys"],
    ["a: [", /^line 1: /],
    ["tls_server_config: &a\n  cert: *a", "line 2: it has an alias"],
    ["basic_auth_users:\n  a: x\n  a: y", /^line 3: Map keys must be unique/],
    ["basic_auth_users:\n  alice: hunter2", "line 2: basic_auth_users.alice is not a bcrypt hash"],
    [
      `basic_auth_users:\n  alice: ${HASH.replace("$10", "$18")}`,
      "line 2: basic_auth_users.alice has a bcrypt cost of 18",
    ],
    ["basic_auth_users: hunter2", "line 1: basic_auth_users is not known"],
    [tls("min_version: TLS10"), "line 4: tls_server_config.min_version is not one of TLS12, TLS13"],
    [tls("min_version: TLS13", "max_version: TLS12"), "line 5: min_version is above max_version"],
    [tls("cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]"), /^line 4: tls_server_config.cipher_suites has TLS_RSA_WITH_RC4/],
    [tls("cipher_suites: any"), "line 4: tls_server_config.cipher_suites is not a list"],
    [tls("prefer_server_cipher_suites: 1"), /^line 4: .* is neither true nor false$/],
    [tls("client_auth_type: Always"), /^line 4: tls_server_config.client_auth_type is not one of NoClientCert,/],
    [tls("client_ca_file: ca"), /^line 2: .* asks clients for no certificate$/],
    [tls("client_auth_type: RequireAndVerifyClientCert"), /^line 4: .* names no authority for them$/],
    [tls("client_allowed_sans: [a]"), "line 4: client_allowed_sans is set, but clients need not show a certificate"],
    [tls("cert: PEM"), "line 2: tls_server_config has both cert and cert_file"],
    ["tls_server_config:\n  cert_file: c", "line 2: tls_server_config has no key"],
    ["http_server_config:\n  http2: true", "line 2: http_server_config.http2 is not supported"],
    ["http_server_config:\n  headers:\n    X-Custom: a", "line 3: http_server_config.headers.X-Custom is not known"],
    [
      "http_server_config:\n  headers:\n    X-Frame-Options: never",
      /^line 3: .*X-Frame-Options is not one of deny, sameorigin$/,
    ],
    [
      'http_server_config:\n  headers:\n    X-XSS-Protection: "a\\r\\nb: c"',
      /^line 3: .* is not the text of a header$/,
    ],
    ["rate_limit:\n  interval: 1s", "line 2: rate_limit.interval is not supported"],
  ])("with the text %j is refused, with the line", (text, reason) => {
    expect(reasons(text)).toEqual([expect.stringMatching(reason)]);
  });

  it("that is wrong has a remedy for each mistake, and repeats no secret", () => {
    const reading = readWebConfig(
      "tls_server_config:\n  key: hunter2\n  cert: [hunter2]\nbasic_auth_users:\n  a: hunter2\nb: {c",
    );
    const all = readWebConfig("tls_server_config:\n  key: hunter2\n  cert: [hunter2]\nbasic_auth_users:\n  a: hunter2");
    for (const found of [reading, all]) {
      expect(found).toMatchObject({ ok: false });
      expect(JSON.stringify(found)).not.toContain("hunter2");
      for (const { remedy } of found.ok ? [] : found.flaws) expect(remedy).toMatch(/\w/);
    }
  });

  it("of any text is read or refused, and never more", () => {
    const pieces = [
      "tls_server_config",
      "basic_auth_users",
      "http_server_config",
      "headers",
      "cert",
      "key",
      "cipher_suites",
    ];
    const signs = [
      ": ",
      "\n",
      "\n  ",
      "\n    ",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "&a",
      "*a",
      "|",
      ">",
      "'",
      '"',
      "#",
      "? ",
      "!!map",
      "<<",
      "\t",
      "\0",
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces, ...signs), fc.string({ unit: "binary", maxLength: 4 })))
      .map((parts) => parts.join(""));
    const flawless = fc.property(text, (given) => {
      const found = reasons(given);
      expect(found.filter((reason) => !/^line \d+: /.test(reason))).toEqual([]);
    });
    fc.assert(flawless, { numRuns: 2_000 });
  });
});
