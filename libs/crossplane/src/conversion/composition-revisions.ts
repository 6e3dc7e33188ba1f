import { fieldsOf, integerOf, textOf } from "../object-fields.ts";
import type { CompositionRevision } from "../snapshot.ts";

/**
 * A CompositionRevision (`apiextensions.crossplane.io`); undefined without a name or a composition. Crossplane puts the
 * composition's name in a label, and raises `spec.revision` of an older revision when the composition goes back to it.
 */
export function compositionRevisionFromObject(object: unknown): CompositionRevision | undefined {
  const { metadata, spec } = fieldsOf(object);
  const { name, labels } = fieldsOf(metadata);
  const composition = textOf(fieldsOf(labels)["crossplane.io/composition-name"]);
  if (textOf(name) === "" || composition === "") return undefined;
  return { name: textOf(name), composition, revision: integerOf(fieldsOf(spec).revision) };
}
