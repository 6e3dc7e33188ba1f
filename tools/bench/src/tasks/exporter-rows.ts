import { lookAndRender, makersOf, pageMaker } from "@xp-tracker/exporter";
import { familiesOf } from "@xp-tracker/metrics";
import { encodeSnapshot, fileObject, snapshotReader } from "@xp-tracker/store";
import { never } from "../cluster.ts";
import { bytesInUse } from "../measured.ts";
import { syntheticSnapshot } from "../synthetic-rows.ts";

const families = familiesOf(["source", "summary", "package", "resource"]);

/** Bytes that one row costs the exporter: what it keeps to make the next page from, and both pages. Needs `--expose-gc`. */
export async function exporterRows({ dir, rows }: { readonly dir: string; readonly rows: number }) {
  const object = fileObject({ dir });
  const replica = () => {
    const maker = pageMaker(families);
    return lookAndRender(snapshotReader(object, { cluster: "" }, makersOf(maker)), maker);
  };
  const look = async (ofReplica: ReturnType<typeof replica>) => {
    const { found, bookkeeping } = await ofReplica(never);
    return { found, bookkeeping: bookkeeping?.() };
  };
  const written = await object.put(encodeSnapshot(syntheticSnapshot(rows)), undefined, never);
  if (written.kind !== "written") throw new Error("there is a snapshot already");
  // Once for the code itself, which stays when it has run.
  await look(replica());
  const before = await bytesInUse();
  const kept = replica();
  const pages = await look(kept);
  const bytes = (await bytesInUse()) - before;
  if (pages.found.kind !== "restored") throw new Error(pages.found.kind);
  const next = await look(kept);
  if (next.found.kind !== "unchanged") throw new Error("the snapshot was read again");
  return { bytesEach: bytes / rows, pageBytes: pages.found.rendered.metrics.deflated.length };
}
