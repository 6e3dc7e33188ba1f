import { startKubeSim, startOwnS3Server, startService } from "@xp-tracker/testing";
import { expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { page } from "./testing/http.ts";
import { pollsOf, s3Store } from "./testing/settings.ts";

const own = stopsAtEnd();

it("neither logs nor serves a credential, whatever fails", async () => {
  const secrets = { token: "kube-token-51f0", redis: "redis-password-9a3c", s3: "s3-secret-key-77de" };
  const sim = own(await startKubeSim({ claims: 3, speed: 0, token: secrets.token }));
  await sim.control.addFault({ gvr: "*/*/databases", status: 401 });
  const s3 = own(await startOwnS3Server());
  const service = own(
    await startService("standalone", {
      ...pollsOf(sim),
      ...s3Store(s3),
      AWS_SECRET_ACCESS_KEY: secrets.s3,
      REDIS_URL: `redis://user:${secrets.redis}@127.0.0.1:1`,
      LOG_LEVEL: "debug",
    }),
  );
  await service.logged("source is not up, its last good rows stay");
  await service.logged("poll cycle complete");
  const shown = [
    ...(await Promise.all(
      ["/", "/metrics", "/bookkeeping", "/readyz?verbose"].map((path) => page(service.url + path)),
    )),
    service.output(),
  ].join("\n");
  // The failures themselves are told.
  expect(shown).toContain("unauthorized");
  expect(shown).toContain("SNAPSHOT_READ");
  for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret);
});
