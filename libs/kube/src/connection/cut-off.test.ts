import { assert, dictionary, double, jsonValue, property, string } from "fast-check";
import { expect, it } from "vitest";
import { isCutOff } from "./cut-off.ts";

it("every beginning of a JSON object is cut off, the whole is not", () => {
  assert(
    property(dictionary(string(), jsonValue()), double({ min: 0, max: 1, noNaN: true }), (object, share) => {
      const text = JSON.stringify(object);
      const length = 1 + Math.floor(share * (text.length - 2));
      expect(isCutOff(text.slice(0, length))).toBe(true);
      expect(isCutOff(text)).toBe(false);
    }),
  );
});

it.each(["", "<html>", "404 page not found", '{"a":1}}', "{oops}"])("%j is something else", (text) => {
  expect(isCutOff(text)).toBe(false);
});
