import type { ApiClient } from "@xp-tracker/testing";
import type { Sample } from "./page.ts";

interface Listed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly compositionRef?: { readonly name: string } };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface Xrd {
  readonly spec: {
    readonly group: string;
    readonly claimNames?: { readonly plural: string };
    readonly versions: readonly { readonly name: string }[];
  };
}

const items = async <T>(api: ApiClient, path: string): Promise<readonly T[]> =>
  ((await api.get(path)).body as { readonly items: readonly T[] }).items;

/**
 * What `crossplane_claims_total` and `_ready` must say, counted anew from what the API server lists: `total ready` by
 * labels. `exceptGroup` is left out.
 */
export async function recountClaims(api: ApiClient, exceptGroup = ""): Promise<Readonly<Record<string, string>>> {
  const counts = new Map<string, { total: number; ready: number }>();
  const xrds = await items<Xrd>(api, "/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions");
  for (const { spec } of xrds) {
    if (spec.claimNames === undefined || spec.group === exceptGroup) continue;
    const path = `/apis/${spec.group}/${spec.versions[0]?.name}/${spec.claimNames.plural}`;
    for (const claim of await items<Listed>(api, path)) {
      const { namespace = "", annotations = {} } = claim.metadata;
      const key = keyOf({
        group: spec.group,
        kind: claim.kind,
        namespace,
        composition: claim.spec.compositionRef?.name ?? "",
        creator: annotations["platform.example/created-by"] ?? "",
        team: annotations["platform.example/team"] ?? "",
      });
      const count = counts.get(key) ?? { total: 0, ready: 0 };
      const isReady = claim.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
      counts.set(key, { total: count.total + 1, ready: count.ready + (isReady === true ? 1 : 0) });
    }
  }
  return Object.fromEntries([...counts].map(([key, { total, ready }]) => [key, `${total} ${ready}`]));
}

/** The same of a page. */
export function claimsOnPage(samples: readonly Sample[]): Readonly<Record<string, string>> {
  const valuesOf = (family: string): ReadonlyMap<string, number> =>
    new Map(
      samples.flatMap((sample) => (sample.family === family ? [[keyOf(sample.labels), sample.value] as const] : [])),
    );
  const ready = valuesOf("crossplane_claims_ready");
  return Object.fromEntries(
    [...valuesOf("crossplane_claims_total")].map(([key, total]) => [key, `${total} ${ready.get(key)}`]),
  );
}

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  ["group", "kind", "namespace", "composition", "creator", "team"].map((name) => labels[name]).join(" | ");
