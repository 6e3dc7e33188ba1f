import { mapBounded } from "@xp-tracker/runtime";
import { connect, never, readerOf, typesOf } from "../cluster.ts";
import { measured } from "../measured.ts";

/** Lists every resource as the poller does in its list mode, and keeps the rows. */
export async function listOurs({ kubeconfigPath }: { readonly kubeconfigPath: string }) {
  const client = await connect(kubeconfigPath);
  const types = await typesOf(client);
  const reader = readerOf(client, "list");
  const { value, ...cost } = await measured(() => mapBounded(types, 4, (type) => reader.rows(type, never)));
  const objects = value.reduce((sum, reading) => sum + (reading.ok ? reading.items.length : 0), 0);
  await client.close();
  return { ...cost, objects };
}
