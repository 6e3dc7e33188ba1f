import { resourceClasses } from "@xp-tracker/crossplane";
import { memoryStore } from "@xp-tracker/store";
import { connect, never, readerOf } from "../cluster.ts";
import { bytesInUse } from "../measured.ts";

const replaceOf = { claim: "replaceClaims", composite: "replaceXRs", managed: "replaceMRs" } as const;
const facts = { takenAt: 0, sources: [], packages: [], compositionRevisions: [] };

/**
 * Bytes that one row costs the poller that watches it, in its reader, its store and the snapshot. What the code itself
 * takes once it has run is not the rows': claims, which share nothing with later rows, are read once before. Needs
 * `--expose-gc`.
 */
export async function pollerRows({ kubeconfigPath }: { readonly kubeconfigPath: string }) {
  const client = await connect(kubeconfigPath);
  const read = async (pollMode: "list" | "watch", classes: readonly string[]) => {
    const [reader, store] = [readerOf(client, pollMode), memoryStore({ cluster: "" })];
    const { types } = await reader.discover(never);
    for (const type of types.filter((each) => classes.includes(each.class))) {
      const reading = await reader.rows(type, never);
      if (reading.ok) store[replaceOf[type.class]](type.gvr, reading.items);
    }
    return { reader, store };
  };
  await read("list", ["claim"]);
  const before = await bytesInUse();
  const { reader, store } = await read("watch", resourceClasses);
  store.publish(facts);
  const bytes = (await bytesInUse()) - before;
  reader.close?.();
  const rows = store.claimCount() + store.xrCount() + store.mrCount();
  return { rows, bytesEach: bytes / rows };
}
