import { familyDocs, renderBookkeeping, renderMetrics } from "@xp-tracker/metrics";
import { decodeSnapshot } from "@xp-tracker/store";
import { checkMetrics, promtoolSkipReason } from "@xp-tracker/testing";
import * as fc from "fast-check";
import { expectedSamples } from "./testing/expected-samples.ts";
import { fuzz } from "./testing/fuzz.ts";
import { bodyOf, encoded, families, pageOf, pageOfBodies } from "./testing/pages.ts";
import { settings } from "./testing/objects.ts";
import { allRows, anyPlatform, merged, platformOf, snapshotOf } from "./testing/platform.ts";
import { readPage, sampleKey } from "./testing/strict-page.ts";
import type { Sample } from "./testing/strict-page.ts";
import type { Snapshot } from "@xp-tracker/crossplane";

const never = new AbortController().signal;
const documented = new Map(familyDocs.filter(({ set }) => set !== "xp-tracker-0.3").map((doc) => [doc.name, doc]));

/** The series of objects are exactly those that the snapshot gives; those about the snapshot have the documented labels. */
function expectSeries(found: readonly Sample[], snapshot: Snapshot): void {
  const expected = new Map(expectedSamples(snapshot));
  for (const { family, labels, value } of found) {
    const names = documented.get(family)?.labels.join();
    if (names !== [...labels.keys()].join()) throw new Error(`${family} has labels that nobody documented: ${names}`);
    if (family.startsWith("xp_tracker_")) continue;
    const key = sampleKey(family, labels);
    if (expected.get(key) !== value) throw new Error(`${key} is ${value}, not ${expected.get(key)}`);
    expected.delete(key);
  }
  for (const key of expected.keys()) throw new Error(`${key} is missing`);
}

/** What names an object, in the order of the page. */
const nameOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  JSON.stringify([namespace, name]);

function expectNames(bookkeeping: Buffer, snapshot: Snapshot): void {
  const lists = JSON.parse(bookkeeping.toString()) as Readonly<Record<string, Parameters<typeof nameOf>[0][]>>;
  const found = ["claims", "xrs", "mrs"].flatMap((list) => lists[list] ?? []).map(nameOf);
  if (found.join("\n") !== allRows(snapshot).map(nameOf).join("\n")) throw new Error("bookkeeping names others");
}

fuzz("exposition", "of what any objects become has their series and nothing else, on all ways there", {
  input: anyPlatform,
  // Three bytes for each character, and more of them than any buffer begins with.
  found: [
    platformOf({ metadata: { name: "a", annotations: { [settings.teamAnnotationKey]: "\u2028".repeat(100_000) } } }),
  ],
  share: 0.3,
  async holds(platform) {
    const snapshot = snapshotOf(platform);
    const page = pageOf(snapshot);
    expectSeries(readPage(page), snapshot);

    const body = await encoded(snapshot);
    const restored = await decodeSnapshot(bodyOf(body), {}, never);
    if (!pageOf(restored).equals(page)) throw new Error("the page changed on the way through the snapshot");

    expectNames(Buffer.concat(renderBookkeeping(snapshot)), snapshot);
    const openMetrics = Buffer.concat(renderMetrics(snapshot, families, "openmetrics"));
    if (openMetrics.toString() !== `${page.toString()}# EOF\n`) throw new Error("OpenMetrics says something else");
  },
});

fuzz("exporter", "serves the page of the snapshot that it read last, whatever it read before", {
  input: fc.array(anyPlatform, { minLength: 1, maxLength: 3 }),
  share: 0.05,
  async holds(platforms) {
    const snapshots = platforms.map(snapshotOf);
    const last = snapshots.at(-1);
    const page = await pageOfBodies(await Promise.all(snapshots.map(encoded)));
    if (last === undefined || !page.equals(pageOf(last))) throw new Error("the page is another one");
  },
});

const noPromtool = promtoolSkipReason();
const promtool = noPromtool === undefined ? "promtool" : `promtool (left out: ${noPromtool})`;

fuzz("pages", `of a hundred clusters and more are read as they are meant, and by ${promtool}`, {
  input: fc.array(anyPlatform, { minLength: 100, maxLength: 200 }),
  share: 0.001,
  async holds(platforms) {
    const snapshot = snapshotOf(merged(platforms));
    const page = pageOf(snapshot);
    expectSeries(readPage(page), snapshot);
    const complaints = noPromtool === undefined ? await checkMetrics(page) : [];
    const faults = complaints.filter((line) => !line.endsWith('non-counter metrics should not have "_total" suffix'));
    if (faults.length > 0) throw new Error(faults.join("\n"));
  },
});
