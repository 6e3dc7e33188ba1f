import { startKubeSim } from "@xp-tracker/testing";
import type { KubeSim } from "@xp-tracker/testing";

export const KUBE_TOKEN = "kube-token-5d1e";

/** A cluster that stands still, so that whatever changes on a page is a fault's doing. */
export const startPlatform = (): Promise<KubeSim> =>
  startKubeSim({ claims: 30, speed: 0, http: true, token: KUBE_TOKEN });
