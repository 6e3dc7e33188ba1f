import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  s3Objects,
  sharedPath,
  sharedSkipReason,
  startKubeSim,
  startOwnS3Server,
  startService,
} from "@xp-tracker/testing";
import type { AppEnvironment } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { answer, page } from "./testing/http.ts";
import { total } from "./testing/page.ts";
import { fileStore, pollsOf, s3Store } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const RECORDING = "golden/xp-tracker-0.3.0/basic";
const folder = sharedPath(RECORDING);
const recorded = join(folder, "snapshot.json");
const missing = sharedSkipReason(RECORDING);
const own = stopsAtEnd();

type Json = Readonly<Record<string, unknown>>;
const arrays = ["claims", "xrs", "mrs"] as const;

describe.skipIf(missing !== undefined)(`a snapshot that the Go program wrote (${missing ?? "0.3.0"})`, () => {
  /** Claims, XRs and MRs that an exporter with these settings shows once it is ready. */
  async function served(settings: AppEnvironment): Promise<readonly number[]> {
    const exporter = own(await startService("exporter", settings));
    await exporter.logged("snapshot served");
    expect((await answer(`${exporter.url}/readyz`)).status).toBe(200);
    const body = await page(`${exporter.url}/metrics`);
    const totals = ["crossplane_claims_total", "crossplane_xr_total", "crossplane_mr_total"];
    return totals.map((family) => total(body, family));
  }

  it("is restored from a directory and served", async () => {
    const directory = own(await temporaryDirectory());
    await copyFile(recorded, join(directory.path, "snapshot.json"));
    expect(await served(fileStore(directory.path))).toEqual([39, 14, 21]);
  });

  it("is restored from S3 and served", async () => {
    const server = own(await startOwnS3Server());
    const objects = own(s3Objects(server));
    await objects.put("xp-tracker/snapshot.json", await readFile(recorded));
    expect(await served(s3Store(server))).toEqual([39, 14, 21]);
  });

  it("has the keys that ours has of the same objects, in the same order", async () => {
    const sim = own(await startKubeSim({ objects: [join(folder, "objects.json")] }));
    const directory = own(await temporaryDirectory());
    const path = join(directory.path, "snapshot.json");
    await copyFile(recorded, path);
    const poller = own(await startService("poller", { ...pollsOf(sim), ...fileStore(directory.path) }));
    await poller.logged("poll cycle complete");

    const parse = async (file: string) => JSON.parse(await readFile(file, "utf8")) as Json;
    const [theirs, ours] = [await parse(recorded), await parse(path)];
    // Else the recording would be compared with itself.
    expect(ours).toMatchObject({ schemaVersion: "1.0", generation: expect.any(Number) as number });
    const inTheirs = (row: Json, keys: readonly string[]) => Object.keys(row).filter((key) => keys.includes(key));
    expect(inTheirs(ours, Object.keys(theirs))).toEqual(Object.keys(theirs));
    for (const name of arrays) {
      const [their = {}] = theirs[name] as readonly Json[];
      const keys = Object.keys(their);
      const rows = ours[name] as readonly Json[];
      expect([name, rows.length]).not.toEqual([name, 0]);
      for (const row of rows) expect(inTheirs(row, keys)).toEqual(keys);
    }
  });
});
