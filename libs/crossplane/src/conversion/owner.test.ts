import { expect, it } from "vitest";
import { namespaceOwner } from "./owner.ts";

const settings = {
  creatorAnnotationKey: "example.org/created-by",
  teamAnnotationKey: "example.org/team",
  compositionLabelKey: "",
  compositeLabelKey: "",
};

const namespace = (metadata: object) => ({ kind: "Namespace", metadata: { name: "team-a", ...metadata } });

it.each([
  [
    "annotations",
    { annotations: { "example.org/created-by": "ann@example.org", "example.org/team": "a" } },
    "ann@example.org",
    "a",
  ],
  ["labels", { labels: { "example.org/created-by": "ann", "example.org/team": "a" } }, "ann", "a"],
  [
    "a label beside an annotation",
    { annotations: { "example.org/team": "b" }, labels: { "example.org/team": "a" } },
    "",
    "b",
  ],
])("reads the owner from %s", (_, metadata, creator, team) => {
  expect(namespaceOwner(namespace(metadata), settings)).toEqual(["team-a", { creator, team }]);
});

it.each([
  namespace({}),
  namespace({ labels: { "example.org/team": "" } }),
  { metadata: { labels: { "example.org/team": "a" } } },
  null,
])("names no owner for %j", (object) => {
  expect(namespaceOwner(object, settings)).toBeUndefined();
});

it("reads nothing where no keys are set", () => {
  const unset = { ...settings, creatorAnnotationKey: "", teamAnnotationKey: "" };
  expect(namespaceOwner(namespace({ annotations: { "example.org/team": "a" } }), unset)).toBeUndefined();
});
