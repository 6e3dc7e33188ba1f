import { isGroupVersion } from "../gvr.ts";
import { fieldsOf, listOf, textOf } from "../object-fields.ts";

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** The groups of an APIGroupList in each of their versions, the preferred one first. What cannot stand in a URL is left out. */
export const groupVersionsOf = (list: unknown): readonly GroupVersion[] =>
  listOf(fieldsOf(list).groups).flatMap((found) => {
    const { name, versions, preferredVersion } = fieldsOf(found);
    const preferred = textOf(fieldsOf(preferredVersion).version);
    const rank = ({ version }: GroupVersion) => (version === preferred ? 0 : 1);
    return listOf(versions)
      .map((version) => ({ group: textOf(name), version: textOf(fieldsOf(version).version) }))
      .filter(isGroupVersion)
      .toSorted((a, b) => rank(a) - rank(b));
  });
