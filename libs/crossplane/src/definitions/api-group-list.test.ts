import { expect, it } from "vitest";
import { groupVersionsOf } from "./api-group-list.ts";

const versions = [{ version: "v1beta1" }, { version: "v1" }];

it("gives each group in all its versions, the preferred one first", () => {
  const groups = [
    { name: "b.example", versions, preferredVersion: { version: "v1" } },
    { name: "a.example", versions },
  ];
  expect(groupVersionsOf({ groups })).toEqual([
    { group: "b.example", version: "v1" },
    { group: "b.example", version: "v1beta1" },
    { group: "a.example", version: "v1beta1" },
    { group: "a.example", version: "v1" },
  ]);
});

it.each([null, {}, { groups: null }, { groups: [null, {}, { name: 5, versions: null }] }])(
  "gives none for %j",
  (list) => {
    expect(groupVersionsOf(list)).toEqual([]);
  },
);

it("leaves out what would lead a request elsewhere", () => {
  const groups = [
    { name: "../../api", versions: [{ version: "v1" }] },
    { name: "a.example", versions: [{ version: "v1/../secrets" }, { version: "v1?watch=1" }, null] },
  ];
  expect(groupVersionsOf({ groups })).toEqual([]);
});
