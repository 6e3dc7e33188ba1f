import { at, isJsonObject, textAt } from "./kube-object.ts";
import type { Json, JsonObject, KubeObject } from "./kube-object.ts";

export interface ServedVersion {
  readonly name: string;
  readonly storage: boolean;
  readonly statusSubresource: boolean;
  /** The text of the `Warning` header that a deprecated version is served with; `""` otherwise. */
  readonly warning: string;
}

/** One kind of object that the API serves, in all its versions. */
export interface ServedType {
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Built-in kinds list their items without apiVersion and kind. */
  readonly builtIn: boolean;
  /** A PUT must name the resourceVersion that it builds on. */
  readonly versionedUpdatesOnly: boolean;
  /** Only served ones. */
  readonly versions: readonly ServedVersion[];
  readonly storageVersion: string;
}

/** `plural.group`, the name of the CRD that defines a type; unique in a cluster. */
export const typeName = (type: Pick<ServedType, "group" | "plural">): string =>
  type.group === "" ? type.plural : `${type.plural}.${type.group}`;

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

const objects = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];

/** The type that a CustomResourceDefinition defines; undefined when it names none or serves no version. */
export function typeOfCrd(crd: KubeObject): ServedType | undefined {
  const [group, plural] = [textAt(crd, "spec", "group"), textAt(crd, "spec", "names", "plural")];
  const kind = textAt(crd, "spec", "names", "kind");
  const versions = objects(at(crd, "spec", "versions"));
  const storage = versions.find((version) => version["storage"] === true) ?? versions[0];
  const served = versions.filter((version) => version["served"] === true);
  if (group === "" || plural === "" || kind === "" || storage === undefined || served.length === 0) return undefined;

  const replacement = served.find((version) => version["deprecated"] !== true);
  const warning = (version: JsonObject): string => {
    if (version["deprecated"] !== true) return "";
    const own = textAt(version, "deprecationWarning");
    const instead = replacement === undefined ? "" : `; use ${group}/${textAt(replacement, "name")} ${kind}`;
    return own === "" ? `${group}/${textAt(version, "name")} ${kind} is deprecated${instead}` : own;
  };
  return {
    group,
    plural,
    kind,
    singular: textAt(crd, "spec", "names", "singular") || kind.toLowerCase(),
    listKind: textAt(crd, "spec", "names", "listKind") || `${kind}List`,
    shortNames: texts(at(crd, "spec", "names", "shortNames")),
    categories: texts(at(crd, "spec", "names", "categories")),
    namespaced: textAt(crd, "spec", "scope") === "Namespaced",
    builtIn: false,
    versionedUpdatesOnly: false,
    storageVersion: textAt(storage, "name"),
    versions: served.map((version) => ({
      name: textAt(version, "name"),
      storage: version === storage,
      statusSubresource: at(version, "subresources", "status") !== undefined,
      warning: warning(version),
    })),
  };
}
