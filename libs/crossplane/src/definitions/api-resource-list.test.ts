import { expect, it } from "vitest";
import { servedResources, typesOfApiResourceList } from "./api-resource-list.ts";

const verbs = ["delete", "get", "list", "watch"];
const instances = {
  name: "instances",
  kind: "Instance",
  namespaced: false,
  verbs,
  categories: ["crossplane", "managed"],
};

it("finds the types of the category managed that can be listed", () => {
  const resources = [
    instances,
    { ...instances, name: "instances/status" },
    { ...instances, name: "roles", kind: "Role", namespaced: true },
    { ...instances, name: "unlistable", verbs: ["get"] },
    { ...instances, name: "providerconfigs", categories: ["crossplane", "provider"] },
    { ...instances, name: "plain", categories: undefined },
    { ...instances, name: "nameless", kind: undefined },
    null,
  ];
  expect(
    typesOfApiResourceList({ kind: "APIResourceList", groupVersion: "rds.example.org/v1beta1", resources }),
  ).toEqual([
    {
      gvr: "rds.example.org/v1beta1/instances",
      class: "managed",
      kind: "Instance",
      namespaced: false,
      provider: "",
      definition: "instances.rds.example.org",
    },
    {
      gvr: "rds.example.org/v1beta1/roles",
      class: "managed",
      kind: "Role",
      namespaced: true,
      provider: "",
      definition: "roles.rds.example.org",
    },
  ]);
});

it.each([
  { groupVersion: "v1", resources: [instances] },
  { resources: [instances] },
  { groupVersion: "rds.example.org/v1beta1", resources: "none" },
  null,
])("finds none in %j", (list) => {
  expect(typesOfApiResourceList(list)).toEqual([]);
});

it("tells kind and scope of each resource by its plural, and of nothing else", () => {
  const role = { name: "roles", kind: "Role", namespaced: true };
  const served = servedResources({ resources: [instances, role, { name: "kindless" }, null] });
  expect([...served]).toEqual([
    ["instances", { kind: "Instance", namespaced: false }],
    ["roles", { kind: "Role", namespaced: true }],
  ]);
  expect(servedResources({ resources: null }).size).toBe(0);
});
