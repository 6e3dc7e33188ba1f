import { gvrOf } from "@xp-tracker/crossplane";
import type { ConversionSettings, DiscoveredType, ResourceClass } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { anyJson, damaged } from "./hostile-json.ts";
import type { Json } from "./hostile-json.ts";
import { colliding, hostileText } from "./hostile-text.ts";

export const settings: ConversionSettings = {
  creatorAnnotationKey: "example.org/created-by",
  teamAnnotationKey: "example.org/team",
  compositionLabelKey: "crossplane.io/composition-name",
  compositeLabelKey: "crossplane.io/composite",
};

const type = (ofClass: ResourceClass, group: string, kind: string, namespaced: boolean): DiscoveredType => ({
  gvr: gvrOf({ group, version: "v1", resource: `${kind.toLowerCase()}s` }),
  class: ofClass,
  kind,
  namespaced,
  provider: ofClass === "managed" ? "provider-cloud" : "",
  definition: `${kind.toLowerCase()}s.${group}`,
});

export const types: readonly DiscoveredType[] = [
  type("claim", "data.example.org", "Database", true),
  type("claim", "data.example.org", "Bucket", true),
  type("composite", "data.example.org", "XDatabase", false),
  type("composite", "data.example.org", "XBucket", true),
  type("managed", "rds.cloud.example", "Instance", false),
];

// So few that references meet, miss, collide and run in circles.
const name = colliding("a", "b", "c");
const namespace = colliding("", "n1", "n2");
const uid = colliding("u1", "u2", "u3", "u4");
const kind = colliding("Database", "XDatabase", "XBucket");
const apiVersion = colliding("data.example.org/v1", "v1", "/");
const time = colliding("2026-02-15T10:00:00Z", "2026-02-15T10:00:00.5+01:00", "2026-02-31T00:00:00Z");
const status = colliding("True", "False", "Unknown");

const reference = fc.record({ apiVersion, kind, name, namespace, uid, controller: fc.boolean() });
const condition = fc.record({
  type: colliding("Ready", "Synced", "Installed", "Healthy"),
  status,
  reason: hostileText,
  lastTransitionTime: time,
  observedGeneration: fc.integer(),
});

const nearlyValid = fc.record({
  apiVersion,
  kind,
  metadata: fc.record({
    name,
    namespace,
    uid,
    generation: fc.integer(),
    creationTimestamp: time,
    deletionTimestamp: time,
    annotations: fc.record({
      [settings.creatorAnnotationKey]: hostileText,
      [settings.teamAnnotationKey]: hostileText,
      "crossplane.io/external-name": hostileText,
      "crossplane.io/paused": colliding("true", "True"),
    }),
    labels: fc.record({
      [settings.compositionLabelKey]: hostileText,
      [settings.compositeLabelKey]: name,
      "crossplane.io/claim-name": name,
      "crossplane.io/claim-namespace": namespace,
    }),
    ownerReferences: fc.array(reference, { maxLength: 3 }),
  }),
  spec: fc.record({
    crossplane: fc.record({ compositionRef: reference, compositionUpdatePolicy: hostileText }, { requiredKeys: [] }),
    compositionRef: reference,
    compositionRevisionRef: reference,
    resourceRef: reference,
    claimRef: reference,
    providerConfigRef: reference,
    managementPolicies: fc.array(hostileText, { maxLength: 3 }),
    package: hostileText,
  }),
  status: fc.record({ conditions: fc.array(condition, { maxLength: 4 }), currentRevision: hostileText }),
});

/** Objects as a cluster's users write them where the schemas allow it, and some that no schema allows. */
export const anyObject: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: damaged(nearlyValid) },
  { weight: 1, arbitrary: anyJson },
);
