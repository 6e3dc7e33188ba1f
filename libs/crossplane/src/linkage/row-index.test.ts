import { describe, expect, it } from "vitest";
import { identityOf, indexBy, indexUnique } from "./row-index.ts";
import { xr } from "./sample-rows.ts";

const first = xr({ name: "orders", version: "v1" });
const second = xr({ name: "orders", version: "v2" });

describe("an object that is listed in two versions", () => {
  it.each([[[first, second]], [[second, first]]])(
    "is found as the first in order, whatever order they come in",
    (rows) => {
      expect(indexBy(rows, identityOf).get("data.example.org/XDatabase//orders")).toMatchObject({ version: "v1" });
      expect(indexUnique(rows, ({ name }) => name).get("orders")).toMatchObject({ version: "v1" });
    },
  );
});

describe("a key that does not tell objects apart", () => {
  const rows = [first, xr({ name: "orders", kind: "XShop" }), xr({ name: "alone" })];
  const index = indexUnique(rows, ({ name }) => name);

  it("is known, but finds none", () => {
    expect([index.has("orders"), index.get("orders")]).toEqual([true, undefined]);
  });

  it("does not stand in the way of others", () => {
    expect([index.get("alone"), index.get("nobody")]).toEqual([rows[2], undefined]);
  });
});

it("rows without a key are not found", () => {
  expect(indexUnique([first], () => "").has("")).toBe(false);
  expect(indexBy([first], () => "").size).toBe(0);
});
