import { setTimeout as sleep } from "node:timers/promises";
import { lookAt } from "../services/look.ts";
import type { Services } from "../services/services.ts";
import { generationOf, rowsOf, sumOf } from "./exposition.ts";
import type { Undo } from "../proxy/tcp-proxy.ts";
import { unexplained } from "./sign.ts";
import type { Evidence, Sign } from "./sign.ts";

export interface Outcome {
  /** What did not hold, in sentences; empty when all did. */
  readonly broken: readonly string[];
  /** From the fault's end to a complete page that holds what was changed after it. */
  readonly recoveredMs: number;
}

export interface Trial {
  readonly services: Services;
  readonly signs: readonly Sign[];
  /** What must be seen again afterwards. */
  readonly recovery: readonly Sign[];
  readonly inject: () => Promise<Undo>;
  /** A number that no earlier trial had; a trial uses this one and the next. */
  readonly mark: number;
}

/** A fault lasts at least this long, which is several cycles. */
const HOLD_MS = 3_000;
/** Generous, for machines that do other things; what it took is told. */
const TOLD_WITHIN_MS = 45_000;
const RECOVERED_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** Lets a fault befall running services, ends it, and says what did not hold. */
export async function tryCell({ services, signs, recovery, inject, mark }: Trial): Promise<Outcome> {
  const { poller, exporter } = services;
  const from = [poller.log.length, exporter.log.length] as const;
  const log = () => [...poller.log.slice(from[0]), ...exporter.log.slice(from[1])];
  const before = await lookAt(services, mark, []);
  const broken = new Set<string>();
  let generation = generationOf(before.page);

  const look = async (awaited: number): Promise<Evidence | undefined> => {
    try {
      const now = await lookAt(services, awaited, log());
      if (rowsOf(now.page) !== rowsOf(before.page)) broken.add(`rows changed: ${firstChange(before.page, now.page)}`);
      if (!(generationOf(now.page) >= generation)) broken.add("the generation went back");
      generation = generationOf(now.page);
      return now;
    } catch (error) {
      broken.add(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  const undo = await inject();
  const startedAt = performance.now();
  const unseen = new Set(signs);
  await services.change(mark);
  while (unseen.size > 0 || performance.now() - startedAt < HOLD_MS) {
    const now = await look(mark);
    for (const sign of unseen) if (now !== undefined && sign.seen(now, before)) unseen.delete(sign);
    if (performance.now() - startedAt > TOLD_WITHIN_MS) break;
    await sleep(LOOK_EVERY_MS);
  }
  for (const { says } of unseen) broken.add(`not told: ${says}`);

  await undo();
  await services.change(mark + 1);
  const endedAt = performance.now();
  const elapsed = (): number => performance.now() - endedAt;
  let isRecovered = false;
  while (!isRecovered && elapsed() < RECOVERED_WITHIN_MS) {
    const now = await look(mark + 1);
    isRecovered = now !== undefined && isWhole(now) && recovery.every(({ seen }) => seen(now, before));
    if (!isRecovered) await sleep(LOOK_EVERY_MS);
  }
  const recoveredMs = elapsed();
  if (!isRecovered) broken.add(`not recovered within ${RECOVERED_WITHIN_MS / 1_000} s`);
  for (const line of unexplained(log())) broken.add(`unexplained: ${JSON.stringify(line).slice(0, 600)}`);
  const said = await shown(services).catch((error: unknown) => [String(error)]);
  return { broken: [...broken, ...said], recoveredMs };
}

const isWhole = ({ page, isFresh }: Evidence): boolean => isFresh && sumOf(page, "xp_tracker_snapshot_complete") === 1;

function firstChange(before: string, after: string): string {
  const [old, now] = [rowsOf(before).split("\n"), rowsOf(after).split("\n")];
  const known = new Set(old);
  const left = new Set(now);
  return `${old.length} lines became ${now.length}; gone ${old.find((line) => !left.has(line)) ?? "none"}; new ${now.find((line) => !known.has(line)) ?? "none"}`;
}

/** What should never be printed: anything but lines of the log, and secrets. */
async function shown({ poller, exporter, secrets }: Services): Promise<readonly string[]> {
  const pages = ["/", "/readyz?verbose"].map(async (path) => (await fetch(exporter.url + path)).text());
  const text = [poller.output(), exporter.output(), ...(await Promise.all(pages))].join("\n");
  const printed = [poller, exporter].flatMap((service) => service.output().split("\n"));
  return [
    ...secrets.filter((secret) => text.includes(secret)).map(() => "a secret was shown"),
    ...printed.filter((line) => line !== "" && !line.startsWith("{")).map((line) => `printed past the log: ${line}`),
  ];
}
