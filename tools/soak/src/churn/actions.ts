import type { KubeSimClient, Random } from "@xp-tracker/testing";
import { ownerKeys } from "../owner-keys.ts";
import type { Target } from "./targets.ts";

interface Actor {
  readonly api: KubeSimClient;
  readonly random: Random;
  readonly targets: readonly Target[];
}

type Action = (actor: Actor) => Promise<unknown>;

const TEAMS = ["payments", "orders", "search", 'quo"ted', "back\\slash", "line\nbreak", "Ünï©ødé", ""];
const REASONS = ["Available", "Creating", "ReconcileError", "ReconcilePaused", 'od"d\\', ""];
const STATUSES = ["True", "False", "Unknown", "Maybe"];

const patch = ({ api, random, targets }: Actor, change: (random: Random, target: Target) => unknown, at = "") => {
  const target = random.pick(targets);
  return api.patch(`${target.path}${at}`, change(random, target));
};

const metadata = (change: unknown): unknown => ({ metadata: change });

/** A value, or none: what is null is removed. */
const maybe = <T>(random: Random, value: T): T | null => (random.chance(0.3) ? null : value);

const condition = (random: Random, type: string): unknown => ({
  type,
  status: random.pick(STATUSES),
  reason: random.pick(REASONS),
  lastTransitionTime: new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString().replace(".000", ""),
});

/** What users and controllers do to objects besides what the simulated platform does by itself. */
export const actions: Readonly<Record<string, Action>> = {
  "owner annotated": (actor) =>
    patch(actor, (random) =>
      metadata({
        annotations: { [random.pick([ownerKeys.creator, ownerKeys.team])]: maybe(random, random.pick(TEAMS)) },
      }),
    ),
  paused: (actor) =>
    patch(actor, (random) =>
      metadata({ annotations: { "crossplane.io/paused": maybe(random, random.pick(["true", "false", "yes"])) } }),
    ),
  "conditions changed": (actor) =>
    patch(
      actor,
      (random) => ({
        status: {
          conditions: maybe(
            random,
            ["Ready", "Synced"].filter(() => random.chance(0.8)).map((type) => condition(random, type)),
          ),
        },
      }),
      "/status",
    ),
  "held back": (actor) =>
    patch(actor, (random, { class: name, object }) => {
      const policy = { compositionUpdatePolicy: random.pick(["Manual", "Automatic"]) };
      const isModern = name === "composite" && object.metadata.namespace !== undefined;
      // The platform's own API may call things as Crossplane does in legacy XRs.
      return { spec: isModern ? { crossplane: policy, claimRef: { name: "no claim" } } : policy };
    }),
  "labels lost": (actor) => patch(actor, () => metadata({ labels: null })),
  "deletion asked for": ({ api, random, targets }) => api.delete(random.pick(targets).path),
  gone: async (actor) => {
    const { path } = actor.random.pick(actor.targets);
    await actor.api.patch(path, metadata({ finalizers: null }));
    await actor.api.delete(path);
  },
  "namespace changed hands": async ({ api, random, targets }) => {
    const { namespace } = random.pick(targets).object.metadata;
    const change = { annotations: { [ownerKeys.team]: maybe(random, random.pick(TEAMS)) } };
    if (namespace !== undefined) await api.patch(`/api/v1/namespaces/${namespace}`, metadata(change));
  },
  "composition revised": ({ api, random }) => {
    const composition = random.pick(["databases-small", "networks-standard", "webapps-standard"]);
    const number = 2 + random.below(20);
    return api.create("/apis/apiextensions.crossplane.io/v1/compositionrevisions", {
      apiVersion: "apiextensions.crossplane.io/v1",
      kind: "CompositionRevision",
      metadata: { name: `${composition}-${number}`, labels: { "crossplane.io/composition-name": composition } },
      spec: { revision: number },
    });
  },
};
