import type { S3Calls } from "./s3-client.ts";
import { isConditionFailed, statusOf } from "./s3-faults.ts";

/** What a server makes of `If-Match` and `If-None-Match` on a write. */
export type ConditionSupport = "honoured" | "ignored" | "unknown";

/** How a write is guarded against other writers. */
export interface Guard {
  /** Sends the condition with the write; the server then decides, in one step. */
  readonly condition: boolean;
  /** Compares the ETag before the write. Two writers at the very same time can both pass. */
  readonly check: boolean;
}

export const guards: Readonly<Record<ConditionSupport, Guard>> = {
  honoured: { condition: true, check: false },
  ignored: { condition: false, check: true },
  unknown: { condition: true, check: true },
};

const BODY = "xp-tracker rewrites this object to learn whether the server honours conditional writes.\n";

/**
 * Finds out what the server does, on an object of its own that stays: four small writes. Two processes that probe at once
 * write the same bytes, and so do not disturb each other.
 *
 * A success alone proves nothing (some servers ignore conditions), nor does a refusal (Ceph 16 refuses every If-Match):
 * both must come where they should. "unknown" if the credentials allow nothing but the snapshot itself.
 */
export async function probeConditions(
  calls: S3Calls,
  target: { readonly Bucket: string; readonly Key: string },
  signal: AbortSignal,
): Promise<ConditionSupport> {
  const put = async (condition: { readonly IfMatch?: string; readonly IfNoneMatch?: string }) =>
    await calls.call(
      "the probe for conditional writes",
      async (client, { PutObjectCommand }, server) =>
        await client.send(new PutObjectCommand({ ...target, ...condition, Body: BODY, ContentType: "text/plain" }), {
          abortSignal: server.signal,
        }),
      signal,
    );
  const isRefused = async (condition: Parameters<typeof put>[0]): Promise<boolean> => {
    try {
      await put(condition);
      return false;
    } catch (error) {
      if (isConditionFailed(error)) return true;
      throw error;
    }
  };
  try {
    const { ETag } = await put({});
    if (ETag === undefined) return "ignored";
    if (!(await isRefused({ IfNoneMatch: "*" }))) return "ignored";
    if (!(await isRefused({ IfMatch: '"00000000000000000000000000000000"' }))) return "ignored";
    return (await isRefused({ IfMatch: ETag })) ? "ignored" : "honoured";
  } catch (error) {
    const status = statusOf(error);
    if (status === 403) return "unknown";
    if (status === 501 || status === 400 || status === 405) return "ignored";
    throw error;
  }
}
