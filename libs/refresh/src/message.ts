/** "A newer snapshot exists": a hint, which may be lost, late or doubled. */
export interface RefreshMessage {
  /** `CLUSTER_NAME` of the poller, `""` where it is not set. */
  readonly cluster: string;
  readonly generation: number;
  /** The object's tag, as the backend gives it. */
  readonly etag: string;
  /** RFC 3339, UTC. */
  readonly persistedAt: string;
}

export type ParsedMessage =
  | { readonly ok: true; readonly value: RefreshMessage }
  | { readonly ok: false; readonly reason: string };

/** Far above any message of ours; whoever may publish must not make replicas parse megabytes. */
const MAX_CHARACTERS = 4_096;

/** One line of JSON, always with the same keys in the same order. */
export const encodeMessage = ({ cluster, generation, etag, persistedAt }: RefreshMessage): string =>
  JSON.stringify({ cluster, generation, etag, persistedAt });

/** Reads a message; keys that are not known are left to newer versions. */
export function parseMessage(text: string): ParsedMessage {
  if (text.length > MAX_CHARACTERS) return no(`it is longer than ${MAX_CHARACTERS} characters`);
  const fields = parseObject(text);
  if (fields === undefined) return no("it is not a JSON object");
  const { cluster, generation, etag, persistedAt } = fields;
  if (typeof cluster !== "string") return no("cluster is not a string");
  if (typeof generation !== "number" || !Number.isSafeInteger(generation) || generation < 0) {
    return no("generation is not a whole number");
  }
  if (typeof etag !== "string") return no("etag is not a string");
  if (typeof persistedAt !== "string" || Number.isNaN(Date.parse(persistedAt))) return no("persistedAt is not a time");
  return { ok: true, value: { cluster, generation, etag, persistedAt } };
}

const no = (reason: string): ParsedMessage => ({ ok: false, reason });

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
