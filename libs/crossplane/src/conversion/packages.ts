import { conditionOf } from "./conditions.ts";
import { fieldsOf, textOf } from "../object-fields.ts";
import type { PackageRow } from "../snapshot.ts";

/** A Provider, Function or Configuration (`pkg.crossplane.io`); undefined without a name or a kind. */
export function packageFromObject(object: unknown): PackageRow | undefined {
  const { kind, metadata, spec, status } = fieldsOf(object);
  const name = textOf(fieldsOf(metadata).name);
  if (name === "" || textOf(kind) === "") return undefined;
  const reference = textOf(fieldsOf(spec).package);
  const installed = conditionOf(status, "Installed");
  const healthy = conditionOf(status, "Healthy");
  return {
    kind: textOf(kind),
    name,
    package: reference,
    version: versionOf(reference),
    revision: textOf(fieldsOf(status).currentRevision),
    installed: installed.status,
    installedReason: installed.reason,
    healthy: healthy.status,
    healthyReason: healthy.reason,
  };
}

/**
 * `host:port/path:tag@digest` → the tag, else the digest, else `""`. A colon before the last slash is a port's.
 */
function versionOf(reference: string): string {
  const [tagged = "", digest = ""] = reference.slice(reference.lastIndexOf("/") + 1).split("@");
  const colon = tagged.indexOf(":");
  return colon === -1 ? digest : tagged.slice(colon + 1);
}
