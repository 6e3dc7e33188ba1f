import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { AppEnvironment, RawObject } from "@xp-tracker/testing";
import { goldenFolder } from "./shared-files.ts";
import { startTracker } from "./tracker.ts";

const folder = join(goldenFolder, "basic");

/** The two recorded runs; they differ in the label that names the composition. */
export const runs = ["", "-label"] as const;
export type Run = (typeof runs)[number];

/** The API server's objects of the recording. */
export const objectsFile = join(folder, "objects.json");
export const recordedObjects = (): readonly RawObject[] =>
  JSON.parse(readFileSync(objectsFile, "utf8")) as readonly RawObject[];

const files = { metrics: "txt", bookkeeping: "json", snapshot: "json" } as const;
export type Document = keyof typeof files;
export const documents = Object.keys(files) as readonly Document[];
export type Documents = Readonly<Record<Document, string>>;

const aboutObjects = /^(TZ|.*_(ANNOTATION|LABEL)_KEY)$/;

/** What was configured in a recorded run, but for addresses and credentials. */
function recordedEnvironment(run: Run): AppEnvironment {
  const recorded = parseEnv(readFileSync(join(folder, `env${run}.txt`), "utf8"));
  return Object.fromEntries(
    Object.entries(recorded).flatMap(([key, value]) => (aboutObjects.test(key) ? [[key, value ?? ""]] : [])),
  );
}

/** What we answer where the original was recorded. */
export async function ownDocuments(kubeconfigPath: string, run: Run): Promise<Documents> {
  const environment = { ...recordedEnvironment(run), METRICS_FAMILIES: "xp-tracker-0.3" };
  const tracker = await startTracker(kubeconfigPath, environment);
  try {
    await tracker.wholeCycle();
    return {
      metrics: await tracker.page("/metrics"),
      bookkeeping: await tracker.page("/bookkeeping"),
      snapshot: await tracker.snapshotText(),
    };
  } finally {
    await tracker.stop();
  }
}

/** The lines in which the recorded document differs from `own`, as the recording's own program sees it. */
export function differingLines(document: Document, run: Run, own: string): readonly string[] {
  const mine = mkdtempSync(join(tmpdir(), "golden-"));
  try {
    const [recorded, file] = [folder, mine].map((parent) => join(parent, `${document}${run}.${files[document]}`));
    writeFileSync(file ?? "", own);
    const program = join(goldenFolder, "compare.mjs");
    const { stdout } = spawnSync(process.execPath, [program, "--max", "10000", recorded ?? "", file ?? ""], {
      encoding: "utf8",
    });
    return stdout.split("\n").flatMap((line) => (line.startsWith("  ") ? [line.trim()] : []));
  } finally {
    rmSync(mine, { recursive: true, force: true });
  }
}

/** How much of a recorded document is compared: samples, or the fields of its rows. */
export function recordedFacts(document: Document, run: Run): number {
  const text = readFileSync(join(folder, `${document}${run}.${files[document]}`), "utf8");
  if (document === "metrics") return text.split("\n").filter((line) => line.startsWith("crossplane_")).length;
  const { claims, xrs, mrs } = JSON.parse(text) as Readonly<Record<"claims" | "xrs" | "mrs", readonly object[]>>;
  return [...claims, ...xrs, ...mrs].reduce((sum, row) => sum + Object.keys(row).length, 0);
}

const serverTimes: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Facts of the process and of the cycle, not of objects.
  [/^(?:# (?:HELP|TYPE) )?(?:process_|nodejs_|xp_tracker_).*\n/gm, ""],
  [/(_timestamp_seconds\{[^\n]*\}) \d+$/gm, "$1 0"],
  [/"ageSeconds":-?\d+/g, '"ageSeconds":0'],
  [/"(generatedAt|persistedAt|createdAt|lastSuccess|uid)":"[^"]*"/g, '"$1":""'],
  [/"deletedAt":"(?!0001-)[^"]*"/g, '"deletedAt":"then"'],
  [/"generation":\d+,"cluster"/g, '"generation":0,"cluster"'],
  // The simulated server also has the types of packages and of composition revisions.
  [/,"sources":\[[^]*$/, ""],
];

/** A page begins with metrics of the process, some of which come only when there is something to tell. */
const PROCESS_METRICS = /^[^]*?(?=^# HELP crossplane_)/m;

/** The lines (in JSON: the rows) of a document, without what depends on the process, the server and the time of creation. */
export const linesWithoutServerTimes = (text: string): readonly string[] =>
  serverTimes
    .reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), text.replace(PROCESS_METRICS, ""))
    .split(/\n|(?<=\},)/);
