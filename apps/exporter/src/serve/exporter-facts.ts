import type { ExporterFacts } from "@xp-tracker/http";
import { snapshotReadiness } from "./readiness.ts";
import type { Serving } from "./served.ts";

/**
 * What the routes ask for, all of it from what is served now.
 * @param trouble why there may be no snapshot, `""` where nothing is wrong
 */
export function exporterFacts(
  service: string,
  version: string,
  serving: Serving,
  trouble: () => string,
): Required<Pick<ExporterFacts, "pages" | "readiness" | "landing">> {
  const whyAbsent = () => (trouble() === "" ? "no snapshot yet" : `no snapshot yet: ${trouble()}`);
  return {
    pages: () => serving.current().pages,
    readiness: () => snapshotReadiness(serving.current().snapshot, whyAbsent()),
    landing: () => ({
      name: `xp-tracker ${service}`,
      version,
      snapshot: serving.current().snapshot ?? { state: "absent", reason: whyAbsent() },
    }),
  };
}
