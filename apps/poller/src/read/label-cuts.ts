import type { Gvr } from "@xp-tracker/crossplane";
import { AppError } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";

/** Tells of texts that are cut once for each type: its objects mostly have them at each reading. */
export function labelCutReporter(log: Log | undefined): (gvr: Gvr) => void {
  const told = new Set<Gvr>();
  return (gvr) => {
    if (told.has(gvr)) return;
    told.add(gvr);
    const error = new AppError("LABEL_TOO_LONG", `${gvr} has a text that is longer than LABEL_MAX_LENGTH`, {
      remedy: "Shorten it in the object, mostly an annotation or the reason of a condition, or raise LABEL_MAX_LENGTH.",
    });
    log?.warn("label value cut", { error });
  };
}
