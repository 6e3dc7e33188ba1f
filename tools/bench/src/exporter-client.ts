import { once } from "node:events";
import { Agent, get } from "node:http";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Whoever asks all the time takes from the cores what is measured. */
const LOOK_AGAIN_AFTER_MS = 20;
const PROBE_AGAIN_AFTER_MS = 10;

/** Resolves when the exporter serves that generation or a later one. */
export async function served(url: string, generation: number): Promise<void> {
  while (generationOf((await fetch(`${url}/metrics`, { method: "HEAD" })).headers.get("etag")) < generation) {
    await sleep(LOOK_AGAIN_AFTER_MS);
  }
}

const generationOf = (etag: string | null): number => Number(/^(?:W\/)?"(\d+)-/.exec(etag ?? "")?.[1] ?? -1);

/** The longest that the main thread was blocked since this was asked the last time, in milliseconds. */
export async function longestBlockMs(telemetry: string): Promise<number> {
  const text = await (await fetch(`${telemetry}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds(?:\{.*\})? (\S+)$/m.exec(text)?.[1]) * 1_000;
}

/** Asks for `/healthz` again and again while `work` goes on. */
export async function probing<T>(
  url: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly answersMs: readonly number[] }> {
  const answersMs: number[] = [];
  const probe = { isOver: false };
  const probes = (async () => {
    const agent = new Agent({ keepAlive: true });
    while (!probe.isOver) {
      const startedAt = performance.now();
      await fetchBytes(`${url}/healthz`, agent);
      answersMs.push(performance.now() - startedAt);
      await sleep(PROBE_AGAIN_AFTER_MS);
    }
    agent.destroy();
  })();
  try {
    return { value: await work(), answersMs };
  } finally {
    probe.isOver = true;
    await probes;
  }
}

/** Scrapes one after the other over one connection, as they are sent: compressed. @returns the last body */
export async function scrape(url: string, times: number): Promise<Buffer> {
  const agent = new Agent({ keepAlive: true });
  let body: Buffer = Buffer.alloc(0);
  for (let count = 0; count < times; count += 1) body = await fetchBytes(`${url}/metrics`, agent);
  agent.destroy();
  return body;
}

/** The bytes of a page as they are sent, not unpacked. @throws Error for any status but 200, and when cut off */
export async function fetchBytes(url: string, agent: Agent): Promise<Buffer> {
  const request = get(url, { agent, headers: { "accept-encoding": "gzip" } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  if (response.statusCode !== 200) throw new Error(`${url}: HTTP ${response.statusCode}`);
  return Buffer.concat(pieces);
}
