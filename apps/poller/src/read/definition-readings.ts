import type { Gvr } from "@xp-tracker/crossplane";
import type { Discovery } from "@xp-tracker/kube";
import type { Reading } from "./cluster-reader.ts";

/** The lists of definitions as readings: without them nobody knows what else there is to list. */
export const definitionReadings = ({ lists, errors }: Discovery): readonly Reading<string>[] => [
  ...lists.map(({ gvr, definitions }) => ({ ok: true, gvr, class: "definition", items: definitions }) as const),
  ...errors.map(
    ({ source, error }) =>
      // API discovery has no GVR; its path stands for it.
      ({ ok: false, gvr: source as Gvr, class: "definition", error: error.errorClass, cause: error }) as const,
  ),
];
