import type { ConversionSettings } from "./conversion-settings.ts";
import { labelFitter } from "./fit-label.ts";
import { fieldsOf, textOf } from "../object-fields.ts";

/** Who made something and which team it belongs to; `""` where nobody is named. */
export interface Owner {
  readonly creator: string;
  readonly team: string;
}

/**
 * The owner that a Namespace names, by annotation or else by label of the same key, for all in it that names none;
 * undefined where it names nobody.
 */
export function namespaceOwner(
  namespace: unknown,
  settings: ConversionSettings,
): readonly [namespace: string, owner: Owner] | undefined {
  const metadata = fieldsOf(fieldsOf(namespace).metadata);
  const [annotations, labels] = [fieldsOf(metadata.annotations), fieldsOf(metadata.labels)];
  const fit = labelFitter(settings.labelMaxLength ?? Number.POSITIVE_INFINITY);
  const named = (key: string): string => fit(textOf(annotations[key]) || textOf(labels[key]));
  const owner: Owner = { creator: named(settings.creatorAnnotationKey), team: named(settings.teamAnnotationKey) };
  const name = textOf(metadata.name);
  return name === "" || (owner.creator === "" && owner.team === "") ? undefined : [name, owner];
}
