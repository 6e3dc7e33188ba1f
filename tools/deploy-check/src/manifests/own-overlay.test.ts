import { describe, expect, it } from "vitest";
import { kustomizeSkipReason } from "./kustomize.ts";
import { renderOwnOverlay } from "./own-overlay.ts";
import { overlays } from "./paths.ts";

const why = kustomizeSkipReason();

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

describe.skipIf(why !== undefined)(`an overlay of one's own${why === undefined ? "" : ` (left out: ${why})`}`, () => {
  it.each(overlays)("over %s puts every object and every subject into its namespace", (overlay) => {
    const objects = renderOwnOverlay((deploy) => ({
      namespace: "monitoring",
      resources: [`${deploy}/overlays/${overlay}`],
      components: overlay === "standalone" ? [`${deploy}/components/leader-election`] : [],
    }));
    const clusterScoped = new Set(["ClusterRole", "ClusterRoleBinding"]);
    const elsewhere = objects.filter(
      ({ kind, metadata }) => metadata.namespace !== (clusterScoped.has(kind) ? undefined : "monitoring"),
    );
    expect(elsewhere).toEqual([]);
    const bindings = objects.filter(({ kind }) => kind.endsWith("RoleBinding"));
    expect(bindings).toHaveLength(3);
    for (const { subjects } of bindings) {
      expect(subjects as readonly Subject[]).toEqual([
        { kind: "ServiceAccount", name: "xp-tracker", namespace: "monitoring" },
      ]);
    }
  });
});
