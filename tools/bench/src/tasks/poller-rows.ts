import { resourceClasses } from "@xp-tracker/crossplane";
import { connect, never, readerOf } from "../cluster.ts";
import { bytesInUse } from "../measured.ts";

/** Bytes that one row costs the poller that watches it. Needs `--expose-gc`. */
export async function pollerRows({ kubeconfigPath }: { readonly kubeconfigPath: string }) {
  const client = await connect(kubeconfigPath);
  const reader = readerOf(client, "watch");
  const { types } = await reader.discover(never);
  const before = await bytesInUse();
  let rows = 0;
  for (const type of types.filter((type) => resourceClasses.includes(type.class))) {
    const reading = await reader.rows(type, never);
    if (reading.ok) rows += reading.items.length;
  }
  return { rows, bytesEach: ((await bytesInUse()) - before) / rows };
}
