import type { Json } from "../cluster/kube-object.ts";

const set = (...names: readonly string[]): Json => Object.fromEntries(names.map((name) => [name, {}]));

const conditions = (...types: readonly string[]): Json =>
  Object.fromEntries(
    types.map((type) => [
      `k:{"type":"${type}"}`,
      set(".", "f:lastTransitionTime", "f:message", "f:observedGeneration", "f:reason", "f:status", "f:type"),
    ]),
  );

/** About what two controllers leave on a managed resource: a third of a real object's bytes. */
export const managedFields: Json = [
  {
    apiVersion: "cloud.example/v1beta1",
    fieldsType: "FieldsV1",
    fieldsV1: {
      "f:metadata": {
        "f:annotations": set(".", "f:crossplane.io/composition-resource-name"),
        "f:generateName": {},
        "f:labels": set("f:crossplane.io/claim-name", "f:crossplane.io/claim-namespace", "f:crossplane.io/composite"),
        "f:ownerReferences": set('k:{"uid":"00000000-0000-4000-8000-000000000000"}'),
      },
      "f:spec": {
        "f:deletionPolicy": {},
        "f:forProvider": { "f:region": {}, "f:tags": set("f:crossplane-kind", "f:crossplane-name", "f:team") },
        "f:providerConfigRef": set("f:name"),
      },
    },
    manager: "apiextensions.crossplane.io/composed/0000000000000000000000000000000000000000000000000000000000000000",
    operation: "Apply",
    time: "2026-01-02T03:04:05Z",
  },
  {
    apiVersion: "cloud.example/v1beta1",
    fieldsType: "FieldsV1",
    fieldsV1: {
      "f:metadata": {
        "f:annotations": set(
          "f:crossplane.io/external-create-pending",
          "f:crossplane.io/external-create-succeeded",
          "f:crossplane.io/external-name",
        ),
        "f:finalizers": set(".", 'v:"finalizer.managedresource.crossplane.io"'),
      },
      "f:spec": { "f:initProvider": {}, "f:managementPolicies": {} },
    },
    manager: "provider",
    operation: "Update",
    time: "2026-01-02T03:04:05Z",
  },
  {
    apiVersion: "cloud.example/v1beta1",
    fieldsType: "FieldsV1",
    fieldsV1: {
      "f:status": {
        ".": {},
        "f:atProvider": set(".", "f:arn", "f:id", "f:region", "f:tags", "f:tagsAll"),
        "f:conditions": { ".": {}, ...(conditions("Ready", "Synced") as Readonly<Record<string, Json>>) },
      },
    },
    manager: "provider",
    operation: "Update",
    subresource: "status",
    time: "2026-01-02T03:04:05Z",
  },
];
