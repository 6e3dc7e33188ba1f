import type { KubeSimClient, Random } from "@xp-tracker/testing";

const XRDS = "/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions";
const GROUP = "soak.platform.example";
const KINDS = 3;

/** Defines a type and makes objects of it; where it is defined already, it is removed with all of them. */
export async function turnType(api: KubeSimClient, random: Random): Promise<void> {
  const number = random.below(KINDS);
  const [plural, kind] = [`probes${number}`, `Probe${number}`];
  const name = `${plural}.${GROUP}`;
  if ((await api.delete(`${XRDS}/${name}`)).status < 300) return;
  await api.create(XRDS, {
    apiVersion: "apiextensions.crossplane.io/v1",
    kind: "CompositeResourceDefinition",
    metadata: { name },
    spec: {
      group: GROUP,
      scope: "Namespaced",
      names: { plural, kind, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, referenceable: true, schema: { openAPIV3Schema: { type: "object" } } }],
    },
  });
  for (let left = random.below(5); left > 0; left -= 1) {
    const path = `/apis/${GROUP}/v1/namespaces/payments-dev/${plural}`;
    await api.create(path, {
      apiVersion: `${GROUP}/v1`,
      kind,
      metadata: { name: `probe-${left}`, namespace: "payments-dev" },
    });
  }
}
