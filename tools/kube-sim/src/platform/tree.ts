import type { KubeRandom } from "../cluster/random.ts";
import { apps, compositeKinds, creators, stages, teams } from "./catalog.ts";
import type { CompositeKind, ManagedKind } from "./catalog.ts";

export type Phase = "creating" | "available" | "failing" | "paused" | "deleting";

export interface Composed {
  readonly kind: ManagedKind;
  readonly name: string;
  readonly uid: string;
  readonly state: "creating" | "ready" | "failing" | "deleting";
  /** Unix seconds of the last change of state. */
  readonly since: number;
}

/** One request of a team with all that came of it: a claim (or none), a composite resource, managed resources. */
export interface Tree {
  readonly id: number;
  readonly kind: CompositeKind;
  /** Of the claim, or of a namespaced composite resource. */
  readonly namespace: string;
  readonly name: string;
  readonly xrName: string;
  readonly claimUid: string;
  readonly xrUid: string;
  readonly team: string;
  readonly creator: string;
  /** Some objects carry no annotations of their own: their owner is known only by their namespace. */
  readonly annotated: boolean;
  readonly composition: string;
  readonly phase: Phase;
  readonly since: number;
  readonly createdAt: number;
  /** 0 while nobody has asked for its deletion. */
  readonly deletedAt: number;
  /** Grows with each edit of the spec. */
  readonly generation: number;
  readonly composed: readonly Composed[];
}

const YEAR_SECONDS = 365 * 24 * 3_600;

function kindFor(random: KubeRandom, claimed: boolean): CompositeKind {
  const kinds = compositeKinds.filter((kind) => (kind.claim !== undefined) === claimed);
  let left = random.below(kinds.reduce((sum, { share }) => sum + share, 0));
  return kinds.find(({ share }) => (left -= share) < 0) ?? (kinds[0] as CompositeKind);
}

/** A new tree, still without anything that is ready. */
export function newTree(id: number, claimed: boolean, nowSeconds: number, random: KubeRandom): Tree {
  const kind = kindFor(random, claimed);
  const team = random.pick(teams);
  const name = `${random.pick(apps)}-${id}`;
  const xrName = claimed ? `${name}-${random.suffix(5)}` : name;
  return {
    id,
    kind,
    namespace: kind.scope === "Cluster" ? "" : `${team}-${random.pick(stages)}`,
    name,
    xrName,
    claimUid: claimed ? random.uuid() : "",
    xrUid: random.uuid(),
    team,
    creator: `${random.pick(creators)}@platform.example`,
    annotated: claimed || random.chance(0.6),
    composition: random.pick(kind.compositions),
    phase: "creating",
    since: nowSeconds,
    createdAt: nowSeconds,
    deletedAt: 0,
    generation: 1,
    composed: kind.managed.map((managed) => ({
      kind: managed,
      name: `${xrName}-${random.suffix(5)}`,
      uid: random.uuid(),
      state: "creating",
      since: nowSeconds,
    })),
  };
}

const all = (tree: Tree, state: Composed["state"], since: number): readonly Composed[] =>
  tree.composed.map((each) => ({ ...each, state, since }));

const failingAt = (tree: Tree, index: number, since: number): readonly Composed[] =>
  tree.composed.map((each, position) => (position === index ? { ...each, state: "failing", since } : each));

type Entry = (tree: Tree, nowSeconds: number, random: KubeRandom) => Tree;

/** How a tree that has been settled so far enters each phase. */
export const enter: Readonly<Record<Phase, Entry>> = {
  creating: (tree) => tree,
  available: (tree, now) => ({
    ...tree,
    phase: "available",
    since: now,
    composed: tree.composed.map((each) => (each.state === "ready" ? each : { ...each, state: "ready", since: now })),
  }),
  failing: (tree, now, random) => ({
    ...tree,
    phase: "failing",
    since: now,
    composed: failingAt(tree, random.below(tree.composed.length), now),
  }),
  paused: (tree, now) => ({ ...tree, phase: "paused", since: now }),
  deleting: (tree, now) => ({
    ...tree,
    phase: "deleting",
    since: now,
    deletedAt: now,
    composed: all(tree, "deleting", now),
  }),
};

const startPhases: readonly (readonly [Phase, number])[] = [
  ["available", 0.88],
  ["failing", 0.05],
  ["paused", 0.03],
  ["deleting", 0.01],
];

/** A tree of a platform that has been alive for a year already. */
export function grownTree(id: number, claimed: boolean, nowSeconds: number, random: KubeRandom): Tree {
  const age = 300 + random.below(YEAR_SECONDS);
  const born = newTree(id, claimed, nowSeconds - age, random);
  let fate = random.next();
  const phase = startPhases.find(([, share]) => (fate -= share) < 0)?.[0];
  if (phase === undefined) return { ...born, createdAt: nowSeconds - 60, since: nowSeconds - 60 };
  const settled = enter.available(born, born.createdAt + 90, random);
  return phase === "available"
    ? settled
    : enter[phase](settled, nowSeconds - random.below(Math.min(age, 7_200)), random);
}

/** One visit of its controllers: the next thing happens to a tree that is not settled. Undefined when it is gone. */
export function advance(tree: Tree, nowSeconds: number, random: KubeRandom): Tree | undefined {
  switch (tree.phase) {
    case "available":
      return tree;
    case "creating": {
      const next = tree.composed.findIndex(({ state }) => state !== "ready");
      if (next < 0) return enter.available(tree, nowSeconds, random);
      const composed = tree.composed.map((each, index) =>
        index === next ? { ...each, state: "ready" as const, since: nowSeconds } : each,
      );
      return { ...tree, composed };
    }
    case "failing":
      return random.chance(0.25) ? enter.available(tree, nowSeconds, random) : tree;
    case "paused":
      return random.chance(0.15) ? enter.available(tree, nowSeconds, random) : tree;
    case "deleting":
      return tree.composed.length === 0 ? undefined : { ...tree, composed: tree.composed.slice(0, -1) };
  }
}
