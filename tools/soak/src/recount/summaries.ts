import type { Texts } from "./kube-object.ts";
import type { Described } from "./descriptions.ts";
import { sampleText } from "./sample.ts";

const families: Readonly<Record<Described["identity"]["class"], readonly [prefix: string, labels: readonly string[]]>> =
  {
    claim: ["crossplane_claims", ["group", "kind", "namespace", "composition", "creator", "team"]],
    composite: ["crossplane_xr", ["group", "kind", "namespace", "composition"]],
    managed: ["crossplane_mr", ["group", "kind", "namespace", "provider"]],
  };

const isReady = ({ object }: Described): boolean =>
  object.status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";

/** The samples of the summary families: how many there are, and how many are ready. */
export function summaries(described: readonly Described[]): readonly string[] {
  const groups = Map.groupBy(described, ({ identity, info }) => {
    const [prefix, names] = families[identity.class];
    const all: Texts = { ...info, ...identity };
    return JSON.stringify([prefix, Object.fromEntries(names.map((name) => [name, all[name] ?? ""]))]);
  });
  return [...groups].flatMap(([key, members]) => {
    const [prefix, labels] = JSON.parse(key) as [string, Texts];
    return [
      sampleText(`${prefix}_total`, labels, members.length),
      sampleText(`${prefix}_ready`, labels, members.filter(isReady).length),
    ];
  });
}
