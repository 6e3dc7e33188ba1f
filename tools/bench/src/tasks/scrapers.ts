import { Agent } from "node:http";
import { fetchBytes } from "../exporter-client.ts";

interface Input {
  readonly url: string;
  readonly seconds: number;
  readonly scrapers: number;
}

/** Several scrapers at once, each of which asks for the next page when it has the last one. */
export async function scrapeTogether({ url, seconds, scrapers }: Input) {
  const until = performance.now() + seconds * 1_000;
  const tookMs: number[] = [];
  const failures: string[] = [];
  const scraper = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true });
    while (performance.now() < until) {
      const startedAt = performance.now();
      const body = await fetchBytes(`${url}/metrics`, agent).catch((error: unknown) => String(error));
      if (typeof body === "string") failures.push(body);
      else tookMs.push(performance.now() - startedAt);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: scrapers }, scraper));
  return { scrapes: tookMs.length, longestMs: Math.max(...tookMs), failures };
}
