import { expect, it } from "vitest";
import { interner } from "./interner.ts";

it("gives every text back unchanged, also after it starts anew", () => {
  const intern = interner(2);
  const texts = ["a", "b", "a", "c", "b", "", "a"];
  expect(texts.map(intern)).toEqual(texts);
});
