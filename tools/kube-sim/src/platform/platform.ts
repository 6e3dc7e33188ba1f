import type { Cluster } from "../cluster/cluster.ts";
import { keyOf } from "../cluster/stored.ts";
import { splitApiVersion } from "../cluster/kube-object.ts";
import type { KubeObject } from "../cluster/kube-object.ts";
import { kubeRandom } from "../cluster/random.ts";
import { inactiveKind } from "./catalog.ts";
import { installation, packageOf } from "./installation.ts";
import { managedFields } from "./managed-fields.ts";
import { render } from "./render.ts";
import { advance, enter, grownTree, newTree } from "./tree.ts";
import type { Phase, Tree } from "./tree.ts";

export interface PlatformOptions {
  /** 0 makes no platform at all. */
  readonly claims: number;
  readonly seed: number;
  readonly mrds: boolean;
  readonly managedFields: boolean;
}

export interface Platform {
  /** Everything there is at the start, to be loaded. */
  readonly objects: () => Iterable<KubeObject>;
  /** Lets it live that many steps. */
  readonly step: (steps: number) => void;
  /** Lets it live by the clock until the returned function is called. */
  readonly live: (stepsPerSecond: number) => () => void;
}

/** One composite resource without a claim for each so many claims. */
const CLAIMS_FOR_EACH_MODERN = 4;

/** What befalls settled trees, and how often. */
const fates: readonly (readonly [Phase, number])[] = [
  ["failing", 0.5],
  ["paused", 0.2],
  ["deleting", 0.3],
];

const PROVIDER_TURNS_EVERY_STEPS = 20;

/** A generated platform that lives in a cluster. Its life depends on the seed and the number of steps alone, but for the times. */
export function createPlatform(cluster: Cluster, options: PlatformOptions): Platform {
  const dice = kubeRandom(options.seed);
  const wanted = {
    claimed: options.claims,
    modern: options.mrds ? Math.ceil(options.claims / CLAIMS_FOR_EACH_MODERN) : 0,
  };
  const total = wanted.claimed + wanted.modern;
  const shape = { managedFields: options.managedFields ? managedFields : undefined };
  const settled: Tree[] = [];
  let busy: Tree[] = [];
  let [lastId, steps, claimed] = [0, 0, 0];
  const seconds = (): number => Math.floor(cluster.now() / 1_000);

  const keep = (tree: Tree): void => void (tree.phase === "available" ? settled : busy).push(tree);

  const put = (before: Tree | undefined, after: Tree | undefined): void => {
    const next = after === undefined ? [] : render(after, shape);
    const left = new Set(next.map(identity));
    for (const object of before === undefined ? [] : render(before, shape)) {
      const type = cluster.typeOfKind(splitApiVersion(object.apiVersion).group, object.kind);
      if (type !== undefined && !left.has(identity(object)))
        cluster.remove(type, object.metadata.namespace ?? "", object.metadata.name);
    }
    for (const object of next) {
      const type = cluster.typeOfKind(splitApiVersion(object.apiVersion).group, object.kind);
      if (type !== undefined) cluster.write(type, object);
    }
  };

  const visit = (tree: Tree): Tree | undefined => {
    const after = advance(tree, seconds(), dice);
    if (after !== tree) put(tree, after);
    if (after === undefined && tree.kind.claim !== undefined) claimed -= 1;
    return after;
  };

  const visitBusy = (): void => {
    const visited = busy;
    busy = [];
    const chance = Math.max(0.15, 2 / Math.max(1, visited.length));
    for (const tree of visited) {
      const after = dice.chance(chance) ? visit(tree) : tree;
      if (after !== undefined) keep(after);
    }
  };

  const strike = (): void => {
    const index = dice.below(settled.length);
    const tree = settled[index];
    if (tree === undefined) return;
    settled[index] = settled.at(-1) as Tree;
    settled.pop();
    let fate = dice.next();
    const phase = fates.find(([, share]) => (fate -= share) < 0)?.[0] ?? "failing";
    const after = enter[phase](tree, seconds(), dice);
    put(tree, after);
    keep(after);
  };

  const give = (grown: boolean): Tree => {
    lastId += 1;
    const asClaim = claimed < wanted.claimed;
    if (asClaim) claimed += 1;
    return (grown ? grownTree : newTree)(lastId, asClaim, seconds(), dice);
  };

  const turnProvider = (): void => {
    const providers = cluster.type("providers.pkg.crossplane.io");
    const name = inactiveKind.provider;
    if (providers === undefined || cluster.objects(providers).get(keyOf("", name)) === undefined) return;
    const healthy = (steps / PROVIDER_TURNS_EVERY_STEPS) % 2 === 0;
    cluster.write(providers, packageOf("Provider", name, undefined, seconds(), healthy));
  };

  const stepOnce = (): void => {
    steps += 1;
    visitBusy();
    const events = Math.min(10, Math.max(0.6, total / 400));
    for (let left = events; left > 0; left -= 1) if (dice.chance(Math.min(1, left))) strike();
    if (settled.length + busy.length < total) {
      const tree = give(false);
      put(undefined, tree);
      keep(tree);
    }
    if (steps % PROVIDER_TURNS_EVERY_STEPS === 0) turnProvider();
  };

  const step = (count: number): void => {
    for (let left = total === 0 ? 0 : count; left > 0; left -= 1) stepOnce();
  };

  return {
    objects: function* () {
      if (total === 0) return;
      yield* installation(options.mrds, cluster.now(), dice);
      for (let left = total; left > 0; left -= 1) {
        const tree = give(true);
        keep(tree);
        yield* render(tree, shape);
      }
    },
    step,
    live: (stepsPerSecond) => {
      if (total === 0 || stepsPerSecond === 0) return () => undefined;
      const timer = setInterval(() => step(1), 1_000 / stepsPerSecond);
      return () => clearInterval(timer);
    },
  };
}

const identity = ({ apiVersion, kind, metadata }: KubeObject): string =>
  `${apiVersion} ${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
