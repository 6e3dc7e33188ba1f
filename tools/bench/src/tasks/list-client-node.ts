import { CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { gvrParts, interner, rowReader } from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";
import { mapBounded } from "@xp-tracker/runtime";
import { connect, settings, typesOf } from "../cluster.ts";
import { measured } from "../measured.ts";

/** The same lists through @kubernetes/client-node as it is shipped, and the same rows. */
export async function listClientNode({ kubeconfigPath }: { readonly kubeconfigPath: string }) {
  const ours = await connect(kubeconfigPath);
  const types = await typesOf(ours);
  await ours.close();
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigPath);
  const api = config.makeApiClient(CustomObjectsApi);
  const intern = interner();
  const { value, ...cost } = await measured(async () => {
    const rows: Row[] = [];
    await mapBounded(types, 4, async (type) => {
      const { group, version, resource: plural } = gvrParts(type.gvr);
      const project = rowReader(type, settings, intern);
      let token = "";
      do {
        const page = (await api.listClusterCustomObject({
          group,
          version,
          plural,
          limit: 500,
          ...(token === "" ? {} : { _continue: token }),
        })) as { readonly items: readonly unknown[]; readonly metadata?: { readonly continue?: string } };
        for (const item of page.items) {
          const row = project(item);
          if (row !== undefined) rows.push(row);
        }
        token = page.metadata?.continue ?? "";
      } while (token !== "");
    });
    return rows;
  });
  return { ...cost, objects: value.length };
}
