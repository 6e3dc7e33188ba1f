import type { DiscoveredType } from "@xp-tracker/crossplane";
import type { Discovery } from "@xp-tracker/kube";
import type { Reading } from "./cluster-reader.ts";

/** The lists of definitions as readings: without them nobody knows what else there is to list. */
export const definitionReadings = ({ sources }: Discovery): readonly Reading<DiscoveredType>[] =>
  sources.map(({ gvr, types, error }) =>
    error === undefined
      ? { ok: true, gvr, class: "definition", items: types }
      : { ok: false, gvr, class: "definition", error: error.errorClass, cause: error },
  );
