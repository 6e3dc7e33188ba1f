import { setTimeout as sleep } from "node:timers/promises";
import type { Findings } from "../report/findings.ts";
import type { Life, Member } from "../stack/member.ts";

/** Prometheus gives up after as long. */
const DEADLINE_MS = 10_000;
const EVERY_MS = 700;

export interface Scrapes {
  total: number;
  /** Of exporters that answered before and after. */
  failed: number;
  /** Nobody was there, or not for the whole of it. */
  missed: number;
  longestMs: number;
}

/** The page of an exporter, compressed every other time. @throws when it is not answered with 200 in time */
export async function scrape(url: string, encoding: "gzip" | "identity"): Promise<string> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const response = await fetch(`${url}/metrics`, { signal, headers: { "accept-encoding": encoding } });
  const page = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status} ${page.slice(0, 200)}`);
  return page;
}

/** Scrapes one exporter as Prometheus does, until the signal aborts. A scrape fails only where its process was there. */
export async function scraper(
  exporter: Member,
  scrapes: Scrapes,
  findings: Findings,
  onPage: (life: Life, page: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const life = exporter.answering();
    const startedAt = performance.now();
    const page = await scrape(exporter.url, scrapes.total % 2 === 0 ? "gzip" : "identity").catch(
      (error: Error) => error,
    );
    const tookMs = performance.now() - startedAt;
    const wasThere = life !== undefined && exporter.answering()?.pid === life.pid;
    if (typeof page === "string" && wasThere) {
      scrapes.total += 1;
      scrapes.longestMs = Math.max(scrapes.longestMs, tookMs);
      onPage(life, page);
    } else if (typeof page !== "string" && wasThere) {
      scrapes.failed += 1;
      findings.add("failed scrapes", `${exporter.name}: ${reasonOf(page)}`);
    } else scrapes.missed += 1;
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

const reasonOf = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;
