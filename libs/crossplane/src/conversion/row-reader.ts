import { classFields } from "./class-fields.ts";
import { conditionOf } from "./conditions.ts";
import type { ConversionSettings } from "./conversion-settings.ts";
import type { DiscoveredType } from "../definitions/discovered-type.ts";
import { labelFitter } from "./fit-label.ts";
import { gvrParts } from "../gvr.ts";
import type { Intern } from "../interner.ts";
import { fieldsOf, integerOf, textOf } from "../object-fields.ts";
import { linksOf } from "../linkage/carry-links.ts";
import { makeRow } from "../rows/make-row.ts";
import { emptyRow, type Row } from "../rows/row.ts";
import { unixSeconds } from "./unix-seconds.ts";

/**
 * Makes the function that reduces objects of one type to rows. It takes anything and never throws; what is not of
 * the expected shape counts as absent, and only an object without a name gives no row.
 */
export function rowReader(
  type: DiscoveredType,
  settings: ConversionSettings,
  share: Intern,
): (object: unknown, before?: Row) => Row | undefined {
  const { group, version } = gvrParts(type.gvr);
  const ofClass = classFields[type.class];
  // Claims and XRs are named by others, which then share the text, and XRs are known by their uid; nothing names an MR.
  const { labelMaxLength = Number.POSITIVE_INFINITY, onLabelCut } = settings;
  const fit = labelFitter(labelMaxLength, () => onLabelCut?.(type.gvr));
  const intern: Intern = (text) => share(fit(text));
  const internName = type.class === "managed" ? fit : intern;
  const internUid = type.class === "composite" ? intern : fit;

  return (object, before) => {
    const { kind, metadata, spec, status } = fieldsOf(object);
    const meta = fieldsOf(metadata);
    const name = textOf(meta.name);
    if (name === "") return undefined;
    const annotations = fieldsOf(meta.annotations);
    const creator = intern(textOf(annotations[settings.creatorAnnotationKey]));
    const team = intern(textOf(annotations[settings.teamAnnotationKey]));
    const ready = conditionOf(status, "Ready");
    const synced = conditionOf(status, "Synced");
    const row = {
      ...emptyRow,
      gvr: type.gvr,
      group,
      version,
      kind: intern(textOf(kind) || type.kind),
      namespace: intern(textOf(meta.namespace)),
      name: internName(name),
      uid: internUid(textOf(meta.uid)),
      creator,
      ownCreator: creator,
      team,
      ownTeam: team,
      // Exactly as crossplane-runtime reads it: `True` does not pause anything.
      paused: annotations["crossplane.io/paused"] === "true",
      ready: ready.status,
      readyReason: intern(ready.reason),
      readySince: ready.since,
      synced: synced.status,
      syncedReason: intern(synced.reason),
      syncedSince: synced.since,
      generation: integerOf(meta.generation),
      observedGeneration: ready.observedGeneration || synced.observedGeneration,
      createdAt: unixSeconds(meta.creationTimestamp),
      deletedAt: unixSeconds(meta.deletionTimestamp),
      ...ofClass({
        type,
        settings,
        intern,
        fit,
        meta,
        annotations,
        labels: fieldsOf(meta.labels),
        spec: fieldsOf(spec),
      }),
    };
    return makeRow(before === undefined ? row : { ...row, ...linksOf(row, before, type.class) }, before);
  };
}
