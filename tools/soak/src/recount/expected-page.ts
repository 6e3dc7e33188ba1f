import type { Condition, KubeObject, Texts } from "./kube-object.ts";
import { ownerFinder } from "./owners.ts";
import type { OwnerKeys } from "./owners.ts";
import { descriptions } from "./descriptions.ts";
import type { Described } from "./descriptions.ts";
import type { ClusterState } from "./read-cluster.ts";
import { relationsOf } from "./relations.ts";
import { sampleText } from "./sample.ts";
import { summaries } from "./summaries.ts";

/** Every sample of `/metrics` that speaks of the cluster, made from what the cluster holds. */
export function expectedPage(state: ClusterState, keys: OwnerKeys): readonly string[] {
  const relations = relationsOf(state);
  const described = descriptions(relations, ownerFinder(relations, state.namespaces), keys);
  return [
    ...summaries(described),
    ...described.flatMap(resource),
    ...state.packages.flatMap(packaged),
    ...state.revisions.map(({ metadata, spec }) =>
      sampleText(
        "crossplane_composition_revision",
        {
          composition: metadata.labels?.["crossplane.io/composition-name"] ?? "",
          composition_revision: metadata.name,
        },
        spec?.revision ?? 0,
      ),
    ),
  ];
}

const seconds = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Math.floor(Date.parse(time) / 1_000);

const sample = (family: string, labels: Texts, value: number | undefined): readonly string[] =>
  value === undefined ? [] : [sampleText(family, labels, value)];

const values: Readonly<Record<string, number>> = { True: 1, False: 0 };

function conditions(prefix: string, labels: Texts, object: KubeObject, types: readonly string[], since: boolean) {
  return types.flatMap((type) => {
    const found: Partial<Condition> = object.status?.conditions?.find((each) => each.type === type) ?? {};
    const of = { ...labels, condition: type };
    const value = values[found.status ?? ""] ?? -1;
    return [
      ...sample(prefix, of, value),
      ...(value === 1 ? [] : sample(`${prefix}_reason`, { ...of, reason: found.reason ?? "" }, 1)),
      ...(since ? sample(`${prefix}_last_transition_timestamp_seconds`, of, seconds(found.lastTransitionTime)) : []),
    ];
  });
}

function resource({ identity, info, object, isManual, dangling }: Described): readonly string[] {
  const { creationTimestamp, deletionTimestamp, annotations = {} } = object.metadata;
  return [
    ...sample("crossplane_resource_info", { ...identity, ...info }, 1),
    ...conditions("crossplane_resource_condition", identity, object, ["Ready", "Synced"], true),
    ...sample("crossplane_resource_created_timestamp_seconds", identity, seconds(creationTimestamp)),
    ...sample("crossplane_resource_deletion_timestamp_seconds", identity, seconds(deletionTimestamp)),
    ...sample("crossplane_resource_paused", identity, annotations["crossplane.io/paused"] === "true" ? 1 : 0),
    ...(isManual ? sample("crossplane_resource_composition_update_manual", identity, 1) : []),
    ...(dangling === "" ? [] : sample("crossplane_resource_dangling", { ...identity, link: dangling }, 1)),
  ];
}

function packaged(object: KubeObject): readonly string[] {
  const { kind, metadata, spec, status } = object;
  const identity = { kind, name: metadata.name };
  const reference = spec?.package ?? "";
  const info = {
    package: reference,
    version: reference.split(":").at(-1) ?? "",
    revision: status?.currentRevision ?? "",
  };
  return [
    ...sample("crossplane_package_info", { ...identity, ...info }, 1),
    ...conditions("crossplane_package_condition", identity, object, ["Installed", "Healthy"], false),
  ];
}
