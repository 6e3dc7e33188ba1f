import { startKubeSim } from "@xp-tracker/testing";
import type { KubeSim } from "@xp-tracker/testing";

/** What one claim of the simulated platform brings along: itself, its XR, its managed resources. */
const RESOURCES_OF_A_CLAIM = 5.6;

/** A simulated control plane with about that many resources, 3.6 KB each, over TLS. */
export const startPlatform = (resources: number): Promise<KubeSim> =>
  startKubeSim({ claims: Math.ceil(resources / RESOURCES_OF_A_CLAIM), managedFields: true, speed: 0 });
