import type { ConversionSettings } from "./conversion/conversion-settings.ts";
import type { DiscoveredType } from "./definitions/discovered-type.ts";
import { gvrOf } from "./gvr.ts";
import { interner } from "./interner.ts";
import type { ResourceClass, Row } from "./rows/row.ts";
import { rowReader } from "./conversion/row-reader.ts";

/** For tests: a type of each class, and reading objects as one of it. */
const settings = {
  creatorAnnotationKey: "example.org/created-by",
  teamAnnotationKey: "example.org/team",
  compositionLabelKey: "crossplane.io/composition-name",
  compositeLabelKey: "crossplane.io/composite",
};

export const types: Readonly<Record<ResourceClass, DiscoveredType>> = {
  claim: {
    gvr: gvrOf({ group: "data.example.org", version: "v1", resource: "databases" }),
    class: "claim",
    kind: "Database",
    namespaced: true,
    provider: "",
    definition: "xdatabases.data.example.org",
  },
  composite: {
    gvr: gvrOf({ group: "data.example.org", version: "v1", resource: "xdatabases" }),
    class: "composite",
    kind: "XDatabase",
    namespaced: false,
    provider: "",
    definition: "xdatabases.data.example.org",
  },
  managed: {
    gvr: gvrOf({ group: "rds.aws.example.org", version: "v1beta1", resource: "instances" }),
    class: "managed",
    kind: "Instance",
    namespaced: false,
    provider: "provider-aws-rds",
    definition: "instances.rds.aws.example.org",
  },
};

export const read = (
  ofClass: ResourceClass,
  object: unknown,
  more: Partial<ConversionSettings> = {},
): Row | undefined => rowReader(types[ofClass], { ...settings, ...more }, interner())(object);
