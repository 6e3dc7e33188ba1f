import { emptyRow } from "@xp-tracker/crossplane";
import { describe, expect, it } from "vitest";
import { classes } from "../contract/samples.ts";
import { extraFields, originalFields, statusKey } from "./wire-fields.ts";

describe("the keys of rows", () => {
  it.each(classes)("of class $name never meet one of the original's, whatever their case", ({ name }) => {
    const theirs = originalFields[name].map(({ key }) => key.toLowerCase());
    const ours = [...extraFields[name].map(({ key }) => key), statusKey("ready"), statusKey("synced")];
    expect(new Set([...theirs, ...ours.map((key) => key.toLowerCase())]).size).toBe(theirs.length + ours.length);
  });

  it.each(classes)(
    "of class $name hold every field once, effective ones before those they are the default of",
    ({ name }) => {
      const fields = [...originalFields[name], ...extraFields[name]];
      expect(fields.map(({ field }) => field).toSorted()).toEqual(Object.keys(emptyRow).toSorted());
      const order = fields.map(({ field }) => field);
      const backwards = fields.filter(
        ({ field, effective }) => effective !== undefined && order.indexOf(effective) > order.indexOf(field),
      );
      expect(backwards).toEqual([]);
    },
  );
});
