import type { Gvr, ResourceClass } from "@xp-tracker/crossplane";
import { KubeApiError } from "../api-error.ts";
import type { Discovery, DiscoveryProblem } from "./discovery.ts";

const nothing: Discovery = { types: [], lists: [], problems: [], errors: [] };

/** A discovery of which only these parts are not empty. */
export const partly = (part: Partial<Discovery>): Discovery => ({ ...nothing, ...part });

export const joined = (parts: readonly Discovery[]): Discovery => ({
  types: parts.flatMap(({ types }) => types),
  lists: parts.flatMap(({ lists }) => lists),
  problems: parts.flatMap(({ problems }) => problems),
  errors: parts.flatMap(({ errors }) => errors),
});

export const failed = (
  source: string,
  classes: readonly ResourceClass[],
  error: KubeApiError,
  group?: string,
): Discovery => partly({ errors: [{ source, classes, group, error }] });

/** A list that was read, and holds no definition. */
export const absent = (gvr: Gvr, reason: string, missing?: DiscoveryProblem["missing"]): Discovery =>
  partly({ problems: [{ definition: gvr, reason, missing }] });

/** The result, or the API's error as a value; whatever else is thrown (an abort) goes on. */
export async function orApiError<T>(read: Promise<T>): Promise<T | KubeApiError> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof KubeApiError) return error;
    throw error;
  }
}
