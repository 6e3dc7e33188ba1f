import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkMetrics, promtoolSkipReason, startKubeSim, startService } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { page } from "./testing/http.ts";
import { fileStore, pollsOf } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const platform = fileURLToPath(new URL("../fixtures/platform.yaml", import.meta.url));
const golden = fileURLToPath(new URL("../golden/metrics.txt", import.meta.url));
/** Set to 1, the golden scrape is written anew: see `tools/e2e/README.md`. */
const isRewriting = process.env["UPDATE_GOLDEN"] === "1";

const own = stopsAtEnd();
const sim = own(await startKubeSim({ objects: [platform] }));
const directory = own(await temporaryDirectory());
const poller = own(
  await startService("poller", { ...pollsOf(sim), ...fileStore(directory.path), CLUSTER_NAME: "golden" }),
);
await poller.logged("poll cycle complete");
const exporter = own(await startService("exporter", fileStore(directory.path)));
await exporter.logged("snapshot served");
const body = await page(`${exporter.url}/metrics`);

// What differs from run to run.
const moving =
  /^(xp_tracker_snapshot_generation|xp_tracker_snapshot_timestamp_seconds|xp_tracker_source_last_success_timestamp_seconds)(\{.*\})? .*$/gm;
const still = (text: string): string => text.replaceAll(moving, "$1$2 …");

describe("the golden scrape", () => {
  it("is what an exporter answers about the fixed platform", async () => {
    if (isRewriting) await writeFile(golden, still(body));
    expect(still(body)).toBe(await readFile(golden, "utf8"));
  });

  it.skipIf(promtoolSkipReason() !== undefined)(
    `passes promtool, but for the totals that the original named so (${promtoolSkipReason() ?? "promtool found"})`,
    async () => {
      const allowed = /^crossplane_(claims|xr|mr)_total non-counter metrics should not have "_total" suffix$/;
      expect((await checkMetrics(body)).filter((complaint) => !allowed.test(complaint))).toEqual([]);
    },
  );
});
