import type { LogLine } from "@xp-tracker/testing";
import type { Evidence } from "../matrix/sign.ts";
import type { Services } from "./services.ts";

const ANSWER_WITHIN_MS = 10_000;

async function textOf(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${new URL(url).pathname} answers HTTP ${response.status}: ${text}`);
  return text;
}

/** Everything that is asked for must be answered, and with 200: readiness and health are, whatever fails. */
export async function lookAt({ poller, exporter }: Services, mark: number, log: readonly LogLine[]): Promise<Evidence> {
  const [page, exporterTelemetry, pollerTelemetry] = await Promise.all([
    textOf(`${exporter.url}/metrics`),
    textOf(`${exporter.telemetryUrl}/metrics`),
    textOf(`${poller.telemetryUrl}/metrics`),
    textOf(`${exporter.url}/readyz`),
    textOf(`${exporter.url}/healthz`),
    textOf(`${poller.telemetryUrl}/healthz`),
  ]);
  return { page, exporterTelemetry, pollerTelemetry, log, isFresh: page.includes(`team="mark-${mark}"`) };
}
