import { startService } from "@xp-tracker/testing";
import type { AppEnvironment, KubeSim, RunningService } from "@xp-tracker/testing";
import { preloading } from "./preload.ts";

/** A poller and an exporter as processes, and the cluster that they tell about. */
export interface Services {
  readonly poller: RunningService;
  readonly exporter: RunningService;
  /** Gives a claim, and with it what it is made of, to the team `mark-N`. */
  readonly change: (mark: number) => Promise<void>;
  /** What must never be shown. */
  readonly secrets: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface ServicesParts {
  readonly sim: KubeSim;
  readonly both: AppEnvironment;
  readonly polling: AppEnvironment;
  readonly exporting: AppEnvironment;
  readonly secrets: readonly string[];
}

const CLAIMS = "/apis/data.platform.example/v1alpha1/databases";

export async function startServices({ sim, both, polling, exporting, secrets }: ServicesParts): Promise<Services> {
  const { items } = (await sim.api.get(CLAIMS)).body as {
    readonly items: readonly { readonly metadata: { readonly namespace: string; readonly name: string } }[];
  };
  const [claim] = items;
  if (claim === undefined) throw new Error(`the platform has no ${CLAIMS}`);
  const { namespace, name } = claim.metadata;
  const path = `/apis/data.platform.example/v1alpha1/namespaces/${namespace}/databases/${name}`;
  const change = async (mark: number): Promise<void> => {
    const annotations = { "platform.example/team": `mark-${mark}` };
    const { status } = await sim.api.patch(path, { metadata: { annotations } });
    if (status !== 200) throw new Error(`PATCH ${path}: HTTP ${status}`);
  };

  await change(0);
  const common = { NODE_OPTIONS: preloading(), ...both };
  const poller = await startService("poller", { ...common, ...polling });
  const exporter = await startService("exporter", { ...common, ...exporting }).catch(async (error: unknown) => {
    await poller.stop();
    throw error;
  });
  return {
    poller,
    exporter,
    change,
    secrets,
    stop: async () => void (await Promise.all([poller.stop(), exporter.stop()])),
  };
}
