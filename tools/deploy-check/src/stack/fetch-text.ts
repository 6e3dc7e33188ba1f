const REQUEST_TIMEOUT_MS = 10_000;

/** The body of a GET. @throws when the status is not 2xx, or after 10 s */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).catch((cause: unknown) => {
    throw new Error(`${url} does not answer`, { cause });
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body.trim().slice(0, 200)}`);
  return body;
}
