import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKubeSim, startPrometheus, startService } from "@xp-tracker/testing";
import type { KubeSim, Prometheus } from "@xp-tracker/testing";

/** A poller, two exporters and a Prometheus that scrapes each of them, on a platform where all goes wrong. */
export interface SeededStack {
  /** Scrapes each exporter by itself. */
  readonly prometheus: Prometheus;
  /** Scrapes the exporters as one target, as a Service is one. */
  readonly prometheusOfService: Prometheus;
  /** The address of an exporter. */
  readonly exporterUrl: string;
  stop(): Promise<void>;
}

/** The platform stands still, so that what is asked has one answer. @throws when a part does not start */
export async function startSeededStack(): Promise<SeededStack> {
  const stops: (() => Promise<unknown>)[] = [];
  const kept = <T extends { stop(): Promise<unknown> }>(part: T): T => {
    stops.unshift(() => part.stop());
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const stopPart of stops) await stopPart();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "seeded-stack-"));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const sim = kept(await startKubeSim({ claims: 60, seed: 4, speed: 0 }));
    await offend(sim);
    const shared = { STORE_BACKEND: "file", FILE_STORE_DIR: folder };
    const poller = kept(
      await startService("poller", {
        ...shared,
        KUBECONFIG: sim.kubeconfigPath,
        POLL_INTERVAL_SECONDS: "2",
        CREATOR_ANNOTATION_KEY: "platform.example/created-by",
        TEAM_ANNOTATION_KEY: "platform.example/team",
      }),
    );
    const exporter = async () => kept(await startService("exporter", { ...shared, REFRESH_INTERVAL_SECONDS: "1" }));
    const exporters = [await exporter(), await exporter()] as const;
    const hosts = (urls: readonly string[]): readonly string[] => urls.map((url) => new URL(url).host);
    const prometheusOf = async (served: readonly { readonly url: string }[]): Promise<Prometheus> => {
      const targets = {
        "xp-tracker": hosts(served.map(({ url }) => url)),
        "xp-tracker-telemetry": hosts([poller, ...exporters].map(({ telemetryUrl }) => telemetryUrl)),
      };
      return kept(await startPrometheus({ targets }));
    };
    const [prometheus, prometheusOfService] = [await prometheusOf(exporters), await prometheusOf([exporters[0]])];
    return { prometheus, prometheusOfService, exporterUrl: exporters[0].url, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

interface List {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/** What a platform of the simulator does not do by itself. */
async function offend({ api, control }: KubeSim): Promise<void> {
  const done = async (answer: Promise<{ readonly status: number; readonly body: unknown }>): Promise<unknown> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`the simulator answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const namesAt = async (path: string): Promise<readonly [string, string]> => {
    const [first, second] = ((await done(api.get(path))) as List).items.map(({ metadata }) => metadata.name);
    if (first === undefined || second === undefined) throw new Error(`${path} has fewer than two objects`);
    return [first, second];
  };

  // A claim without its XR, and MRs without theirs.
  const xrs = "/apis/data.platform.example/v1alpha1/xdatabases";
  const xr = `${xrs}/${(await namesAt(xrs))[0]}`;
  await done(api.patch(xr, { metadata: { finalizers: null } }));
  await done(api.delete(xr));

  // A deletion that a finalizer holds up.
  const networks = "/apis/network.platform.example/v1alpha1/xnetworks";
  await done(api.delete(`${networks}/${(await namesAt(networks))[0]}`));

  // One external thing with two MRs.
  const buckets = "/apis/s3.cloud.example/v1beta1/buckets";
  for (const name of await namesAt(buckets)) {
    await done(
      api.patch(`${buckets}/${name}`, { metadata: { annotations: { "crossplane.io/external-name": "shared" } } }),
    );
  }

  const conditions = [
    { type: "Installed", status: "True", reason: "ActivePackageRevision", lastTransitionTime: "2026-01-01T00:00:00Z" },
    {
      type: "Healthy",
      status: "False",
      reason: "UnhealthyPackageRevision",
      lastTransitionTime: "2026-01-01T00:00:00Z",
    },
  ];
  for (const path of ["providers/provider-cloud-s3", "functions/function-auto-ready"]) {
    await done(api.patch(`/apis/pkg.crossplane.io/v1/${path}/status`, { status: { conditions } }));
  }

  // XRs that stay on an older revision.
  await done(
    api.create("/apis/apiextensions.crossplane.io/v1/compositionrevisions", {
      apiVersion: "apiextensions.crossplane.io/v1",
      kind: "CompositionRevision",
      metadata: { name: "databases-small-2", labels: { "crossplane.io/composition-name": "databases-small" } },
      spec: { revision: 2 },
    }),
  );

  await control.addFault({ gvr: "sqs.cloud.example/v1beta1/queues", status: 403 });
}
