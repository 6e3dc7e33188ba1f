import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import type { Family } from "../families/family.ts";
import { pageRenderer } from "./page-renderer.ts";
import { rowChunks } from "./row-chunks.ts";

export type Format = "text" | "openmetrics";

export const contentTypes: Readonly<Record<Format, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** All that an OpenMetrics page has more than the text page: snapshot families are gauges, which look the same in both. */
export const openMetricsEnd = Buffer.from("# EOF\n");

/**
 * Renders one page at once, as consecutive segments. The same snapshot content gives the same bytes, whatever the order
 * of its rows. Families without samples are left out.
 */
export function renderMetrics(
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  format: Format,
): readonly Buffer[] {
  const { chunk, page } = pageRenderer(families, (text) => Buffer.from(text));
  const chunks = resourceClasses.flatMap((name) => rowChunks(name, snapshot?.rows[name] ?? []).map(chunk));
  return [...page(snapshot, chunks), ...(format === "openmetrics" ? [openMetricsEnd] : [])];
}
