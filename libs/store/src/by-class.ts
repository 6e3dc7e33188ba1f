import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass } from "@xp-tracker/crossplane";

/** One value for each class of resources. */
export const byClass = <T>(make: (resourceClass: ResourceClass) => T): Record<ResourceClass, T> =>
  Object.fromEntries(resourceClasses.map((name) => [name, make(name)])) as Record<ResourceClass, T>;
