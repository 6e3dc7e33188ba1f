export { startKubeSim } from "./kube-sim.ts";
export type { KubeSim, KubeSimOptions } from "./kube-sim.ts";
export type { KubeSimAnswer, KubeSimClient, KubeSimControl, KubeSimFault, KubeSimStats } from "./kube-sim-client.ts";
export { anyRedis, anyRedisSkipReason, redisSkipReason, startRedis } from "./redis-server.ts";
export type { RedisServer } from "./redis-server.ts";
