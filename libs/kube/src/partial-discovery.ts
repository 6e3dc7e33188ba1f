import type { DiscoveredType, ResourceClass } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import type { Discovery, DiscoveryError } from "./discovery.ts";

export const nothing: Discovery = { types: [], problems: [], errors: [] };

/** The union; the first part that names a resource of a group decides its version and class. */
export function merged(parts: readonly Discovery[]): Discovery {
  return {
    types: parts.flatMap(({ types }) => types),
    problems: parts.flatMap(({ problems }) => problems),
    errors: parts.flatMap(({ errors }) => errors),
  };
}

export const ofTypes = (types: readonly DiscoveredType[]): Discovery => ({ ...nothing, types });

export const ofProblem = (definition: string, reason: string): Discovery => ({
  ...nothing,
  problems: [{ definition, reason }],
});

export const ofError = (
  source: string,
  classes: readonly ResourceClass[],
  error: KubeApiError,
  group?: string,
): Discovery => ({ ...nothing, errors: [{ source, classes, group, error } satisfies DiscoveryError] });

/** Turns API errors of `read` into what `onError` makes of them; whatever else is thrown (an abort) goes on. */
export async function recovered<T>(read: Promise<T>, onError: (error: KubeApiError) => T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof KubeApiError) return onError(error);
    throw error;
  }
}
