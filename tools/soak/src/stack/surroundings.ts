import { startKubeSim, startOwnS3Server, startRedis, startS3Server } from "@xp-tracker/testing";
import type { KubeSim, OwnS3Server, RedisServer, S3Server } from "@xp-tracker/testing";
import type { Cleanup } from "./cleanup.ts";
import { kubeconfigThrough } from "./kubeconfig-through.ts";
import { startLink } from "./link.ts";
import type { Link } from "./link.ts";

export type LinkName = "kube" | "s3 of pollers" | "s3 of exporters" | "redis";

/** What the services need, and the links through which they reach it. */
export interface Surroundings {
  readonly sim: KubeSim;
  readonly s3: S3Server;
  /** Undefined where the S3 server is not ours to stop. */
  readonly ownS3: OwnS3Server | undefined;
  readonly redis: RedisServer;
  readonly links: Readonly<Record<LinkName, Link>>;
  readonly kubeconfigPath: string;
}

export async function startSurroundings(
  { claims, seed }: { readonly claims: number; readonly seed: number },
  { own }: Cleanup,
): Promise<Surroundings> {
  const sim = own(await startKubeSim({ claims, seed, speed: 0 }));
  const isNamed = (process.env["XP_TEST_S3_ENDPOINT"] ?? "") !== "";
  const ownS3 = isNamed ? undefined : await startOwnS3Server();
  const s3 = own(ownS3 ?? (await startS3Server()));
  const redis = own(await startRedis());
  const s3Port = Number(new URL(s3.endpoint).port);
  const links = {
    kube: own(await startLink(sim.port)),
    "s3 of pollers": own(await startLink(s3Port)),
    "s3 of exporters": own(await startLink(s3Port)),
    redis: own(await startLink(redis.port)),
  };
  const kubeconfig = own(await kubeconfigThrough(sim.kubeconfigPath, links.kube.port));
  return { sim, s3, ownS3, redis, links, kubeconfigPath: kubeconfig.path };
}
