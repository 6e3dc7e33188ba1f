import type { DiscoveredType, Gvr } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import type { DiscoveryPart, DiscoveryProblem } from "./discovery.ts";

export const joined = (parts: readonly DiscoveryPart[]): DiscoveryPart => ({
  sources: parts.flatMap(({ sources }) => sources),
  problems: parts.flatMap(({ problems }) => problems),
});

export const readPart = (
  gvr: Gvr,
  types: readonly DiscoveredType[],
  problems: readonly DiscoveryProblem[] = [],
): DiscoveryPart => ({ sources: [{ gvr, types, error: undefined }], problems });

/** A source that failed: `known` is what it said last. */
export const failedPart = (gvr: Gvr, known: readonly DiscoveredType[], error: KubeApiError): DiscoveryPart => ({
  sources: [{ gvr, types: known, error }],
  problems: [],
});

/** The result, or the API's error as a value; whatever else is thrown (an abort) goes on. */
export async function orApiError<T>(read: Promise<T>): Promise<T | KubeApiError> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof KubeApiError) return error;
    throw error;
  }
}
