import { expect, it } from "vitest";
import { anchors, headings, links } from "./markdown.ts";

const page = [
  "# The `METRICS_ADDR` page",
  'See [one](a.md), [two](<b.md> "title"), ![picture](c.png), [three] and `[no](code.md)`.',
  "```md",
  "# Not a heading",
  "[not a link](nowhere.md)",
  "```",
  "## Why? It's *read-only*",
  "## Why? It's *read-only*",
  '<a id="by-hand"></a> <a href="d.md">d</a>',
  "### crossplane_claims_total",
  "[three]: e.md#part",
].join("\n");

it("finds headings of every level, outside of code", () => {
  expect(headings(page)).toEqual([
    "The METRICS_ADDR page",
    "Why? It's read-only",
    "Why? It's read-only",
    "crossplane_claims_total",
  ]);
  expect(headings(page, 3)).toEqual(["crossplane_claims_total"]);
});

it("makes the anchors that GitHub makes", () => {
  expect([...anchors(page)]).toEqual([
    "the-metrics_addr-page",
    "why-its-read-only",
    "why-its-read-only-1",
    "crossplane_claims_total",
    "by-hand",
  ]);
});

it("finds links and images of every form, outside of code", () => {
  expect(links(page).toSorted()).toEqual(["a.md", "b.md", "c.png", "d.md", "e.md#part"]);
});
