import { vi } from "vitest";

const DEADLINE_MS = 10_000;

/** The body of a page. @throws when it is not answered with 200 in time */
export async function page(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (response.status !== 200) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  return response.text();
}

/** The status of a page, and what it says. */
export async function answer(url: string): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  return { status: response.status, body: await response.text() };
}

/** Tries until `claim` holds, that is, does not throw. @throws what it threw last */
export const eventually = <T>(claim: () => T | Promise<T>, timeoutMs = 40_000): Promise<T> =>
  vi.waitFor(claim, { timeout: timeoutMs, interval: 25 });
