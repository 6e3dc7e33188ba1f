import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  certificateAuthority,
  redisSkipReason,
  startKubeSim,
  startOwnS3Server,
  startRedis,
  startService,
  startTlsProxy,
} from "@xp-tracker/testing";
import { expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { eventually, page } from "./testing/http.ts";
import { total } from "./testing/page.ts";
import { pollsOf, s3Store } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const own = stopsAtEnd();
const missing = redisSkipReason();

it.skipIf(missing !== undefined)(
  `poller and exporter meet over S3 and Redis with TLS, a private authority and users of their own (${missing ?? "real ones"})`,
  async () => {
    const { path: folder } = own(await temporaryDirectory());
    const authority = certificateAuthority("private CA");
    const put = async (name: string, content: string): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const ca = await put("ca.crt", authority.cert);
    const { cert, key } = authority.server(["localhost"]);
    const tls = ["--tls-cert-file", await put("redis.crt", cert), "--tls-key-file", await put("redis.key", key)];
    const users = [
      "default off",
      "poller on >poller-secret resetchannels &xp-tracker:refresh -@all +publish",
      "exporter on >exporter-secret resetchannels &xp-tracker:refresh -@all +subscribe",
    ];
    const redis = own(
      await startRedis([
        ...["--port", "0", "--tls-port", "{port}", "--tls-auth-clients", "no"].concat(tls),
        ...users.flatMap((user) => ["--user", ...user.split(" ")]),
      ]),
    );
    const s3 = own(await startOwnS3Server());
    const proxy = own(await startTlsProxy(Number(new URL(s3.endpoint).port), authority));
    const sim = own(await startKubeSim({ claims: 10, speed: 0 }));
    const settingsOf = async (user: string) => ({
      ...s3Store({ ...s3, endpoint: `https://127.0.0.1:${proxy.port}` }),
      S3_CA_FILE: ca,
      REDIS_URL: `rediss://${user}@localhost:${redis.port}`,
      REDIS_CA_FILE: ca,
      REDIS_PASSWORD_FILE: await put(`${user}.password`, `${user}-secret\n`),
    });
    // The timer alone would take longer than the test.
    const exporting = { ...(await settingsOf("exporter")), REFRESH_INTERVAL_SECONDS: "3600" };
    const exporter = own(await startService("exporter", exporting));
    await exporter.logged("listening for refreshes");
    const poller = own(await startService("poller", { ...(await settingsOf("poller")), ...pollsOf(sim) }));
    await eventually(async () => {
      expect(total(await page(`${exporter.url}/metrics`), "crossplane_claims_total")).toBe(10);
    });
    expect(exporter.output() + poller.output()).not.toContain("-secret");
  },
);
