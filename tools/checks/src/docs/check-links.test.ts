import { expect, it } from "vitest";
import { brokenLinks } from "./check-links.ts";

const files = new Set(["README.md", "docs", "docs/a.md", "docs/logo.svg", "deploy"]);
const broken = (from: string, link: string): readonly string[] =>
  brokenLinks(
    new Map([
      ["docs/a.md", "# Start here\n"],
      [from, `# Top\n[x](${link})`],
    ]),
    files,
  );

it.each([
  ["README.md", "docs/a.md"],
  ["README.md", "docs/a.md#start-here"],
  ["README.md", "#top"],
  ["README.md", "docs/"],
  ["README.md", "https://crossplane.io/nowhere"],
  ["README.md", "mailto:someone@example.org"],
  ["docs/b.md", "../README.md"],
  ["docs/b.md", "logo.svg"],
])("in %s a link to %s is good", (from, link) => {
  expect(broken(from, link)).toEqual([]);
});

it.each([
  ["README.md", "docs/gone.md", "README.md: docs/gone.md does not exist"],
  ["README.md", "docs/a.md#gone", "README.md: docs/a.md#gone names a heading that is not there"],
  ["README.md", "#gone", "README.md: #gone names a heading that is not there"],
  ["README.md", "/docs/a.md", "README.md: /docs/a.md is absolute; link relative to the page"],
  ["docs/b.md", "README.md", "docs/b.md: README.md does not exist"],
])("in %s a link to %s is caught", (from, link, problem) => {
  expect(broken(from, link)).toEqual([problem]);
});
