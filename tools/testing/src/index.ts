export { startKubeSim } from "./kube-sim.ts";
export type { KubeSim, KubeSimOptions } from "./kube-sim.ts";
export type { KubeSimAnswer, KubeSimClient, KubeSimControl, KubeSimFault, KubeSimStats } from "./kube-sim-client.ts";
