import { servingFamilies } from "./process-families.ts";
import type { ProcessRegistry } from "./process-registry.ts";

/** What a process reports of the pages that it serves. */
export interface ServingMetrics {
  /** The uncompressed size of a page, by its path without the slash. */
  pageSize(page: string, bytes: number): void;
  /** `bytes` as for {@link pageSize}. */
  rendered(render: { readonly durationMs: number; readonly bytes: Readonly<Record<string, number>> }): void;
}

/** Registers the metrics of serving. Once for each registry. */
export function servingMetrics(registry: ProcessRegistry): ServingMetrics {
  const renderDuration = registry.histogram(servingFamilies.renderDuration);
  const pageBytes = registry.gauge(servingFamilies.pageBytes);
  return {
    pageSize: (page, bytes) => pageBytes.set({ page }, bytes),
    rendered: ({ durationMs, bytes }) => {
      renderDuration.observe(durationMs / 1000);
      for (const [page, size] of Object.entries(bytes)) pageBytes.set({ page }, size);
    },
  };
}
