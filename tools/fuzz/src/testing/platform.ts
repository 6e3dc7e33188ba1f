import {
  compositionRevisionFromObject,
  interner,
  namespaceOwner,
  packageFromObject,
  rowReader,
} from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Snapshot, Source } from "@xp-tracker/crossplane";
import { memoryStore } from "@xp-tracker/store";
import type { Store } from "@xp-tracker/store";
import * as fc from "fast-check";
import type { Json } from "./hostile-json.ts";
import { hostileText } from "./hostile-text.ts";
import { anyObject, settings, types } from "./objects.ts";

/** What a cluster holds, and how the poller was set up. */
export interface Platform {
  /** For each of {@link types}, in their order. */
  readonly objects: readonly (readonly Json[])[];
  readonly packages: readonly Json[];
  readonly revisions: readonly Json[];
  readonly namespaces: readonly Json[];
  readonly cluster: string;
  readonly errors: readonly Source["error"][];
}

const few = fc.array(anyObject, { maxLength: 2 });

export const anyPlatform: fc.Arbitrary<Platform> = fc.record({
  objects: fc.array(fc.array(anyObject, { maxLength: 4 }), { minLength: types.length, maxLength: types.length }),
  packages: few,
  revisions: few,
  namespaces: few,
  cluster: hostileText,
  errors: fc.array(fc.constantFrom<Source["error"]>("", "forbidden", "timeout"), { maxLength: types.length }),
});

const replaceOf: Readonly<Record<ResourceClass, "replaceClaims" | "replaceXRs" | "replaceMRs">> = {
  claim: "replaceClaims",
  composite: "replaceXRs",
  managed: "replaceMRs",
};

/** What the poller makes of it: rows, linked, as one snapshot. */
export function snapshotOf({ objects, packages, revisions, namespaces, cluster, errors }: Platform): Snapshot {
  const store: Store = memoryStore({ cluster });
  const intern = interner();
  for (const [index, type] of types.entries()) {
    const read = rowReader(type, settings, intern);
    store[replaceOf[type.class]](type.gvr, present((objects[index] ?? []).map((object) => read(object))));
  }
  store.enrichClaimCompositions();
  store.enrichXRClaims();
  store.enrichMRClaims();
  store.enrichOwners(new Map(present(namespaces.map((object) => namespaceOwner(object, settings)))));
  return store.publish({
    takenAt: Date.UTC(2026, 1, 15, 10, 0, 0, 250),
    sources: types.map(({ gvr, class: ofClass }, index) => ({
      gvr,
      class: ofClass,
      rows: objects[index]?.length ?? 0,
      lastSuccess: index,
      error: errors[index] ?? "",
    })),
    packages: present(packages.map(packageFromObject)),
    compositionRevisions: present(revisions.map(compositionRevisionFromObject)),
  });
}

const present = <T>(values: readonly (T | undefined)[]): readonly T[] => values.filter((value) => value !== undefined);

export const allRows = ({ rows }: Snapshot): readonly Row[] => [...rows.claim, ...rows.composite, ...rows.managed];

/** All that several clusters hold, as one. */
export const merged = (platforms: readonly Platform[]): Platform => ({
  objects: types.map((_, index) => platforms.flatMap(({ objects }) => objects[index] ?? [])),
  packages: platforms.flatMap(({ packages }) => packages),
  revisions: platforms.flatMap(({ revisions }) => revisions),
  namespaces: platforms.flatMap(({ namespaces }) => namespaces),
  cluster: platforms[0]?.cluster ?? "",
  errors: platforms[0]?.errors ?? [],
});

/** A cluster that holds one object alone, a claim. */
export const platformOf = (claim: Json): Platform => ({
  objects: types.map((_, index) => (index === 0 ? [claim] : [])),
  packages: [],
  revisions: [],
  namespaces: [],
  cluster: "",
  errors: [],
});
