import { expect, it } from "vitest";
import { buildSite } from "./build-site.ts";

const files = [
  "deploy/rules.yml",
  "deploy/more/a.yml",
  "docs/picture.png",
  "README.md",
  "docs/a.md",
  "docs/b/README.md",
];
const site = (pages: Readonly<Record<string, string>>) => buildSite(new Map(Object.entries(pages)), new Set(files));
const hrefs = (text = ""): readonly string[] =>
  [...(/<main.*<\/main>/s.exec(text)?.[0] ?? "").matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href = ""]) => href);

it.each([
  ["a page, from the root", "README.md", "docs/a.md", "index.html", "a.html"],
  ["a heading of a page", "README.md", "docs/a.md#deep-down-1", "index.html", "a.html#deep-down-1"],
  ["a heading of the page itself", "docs/a.md", "#deep-down", "a.html", "#deep-down"],
  ["a page that stands for its folder", "docs/a.md", "b/README.md", "a.html", "b/index.html"],
  ["the same by the folder's name", "docs/a.md", "b/", "a.html", "b/index.html"],
  ["a page above", "docs/b/README.md", "../../README.md", "b/index.html", "../index.html"],
  ["a file that is no page", "docs/b/README.md", "../../deploy/rules.yml", "b/index.html", "../files/deploy/rules.yml"],
  ["a folder of files", "docs/a.md", "../deploy", "a.html", "files/deploy/index.html"],
  ["another site", "docs/a.md", "https://example.org/x", "a.html", "https://example.org/x"],
])("a link to %s leads there", (_what, from, link, target, href) => {
  const pages = { "README.md": "# Top", "docs/a.md": "# A\n\n## Deep down\n\n## Deep down", "docs/b/README.md": "# B" };
  const { texts, problems } = site({ ...pages, [from]: `${pages[from as keyof typeof pages]}\n\n[x](${link})` });
  expect(problems).toEqual([]);
  expect(hrefs(texts.get(target))).toEqual([href]);
});

it.each([
  ["gone.md", "docs/a.md: gone.md does not exist"],
  ["../README.md#gone", "docs/a.md: ../README.md#gone names a heading that is not there"],
])("a link to %s is a problem", (link, problem) => {
  expect(site({ "README.md": "# Top", "docs/a.md": `[x](${link})` }).problems).toEqual([problem]);
});

it("files that pages or listed folders lead to lie beside the pages", () => {
  const { copies } = site({ "docs/a.md": "![x](picture.png) [y](../deploy)" });
  expect([...copies.values()].toSorted()).toEqual(["deploy/more/a.yml", "deploy/rules.yml", "docs/picture.png"]);
});

it("every page is in the sidebar once, those that nothing names too", () => {
  const pages = {
    "README.md": "# Top",
    "docs/metrics.md": "# M & M",
    "docs/new.md": "# New",
    "docs/alerts/One.md": "# One",
  };
  const { texts } = site(pages);
  const sidebar = /<nav aria-label="Pages">.*?<\/nav>/s.exec(texts.get("alerts/One.html") ?? "")?.[0] ?? "";
  expect([...sidebar.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    "../index.html",
    "../metrics.html",
    "One.html",
    "../new.html",
  ]);
  expect(sidebar).toContain("M &amp; M");
  expect(sidebar).toContain('<a href="One.html" aria-current="page">');
});

it("pages that are not the documentation's are left out", () => {
  expect([...site({ "README.md": "# Top", "tools/x/README.md": "# X" }).texts.keys()]).toEqual([
    "index.html",
    "search-index.js",
  ]);
});

it("the search knows each section by its words", () => {
  const index =
    site({ "README.md": '# Top\n\nWords.\n\n## `A<b>`\n\nMore "words"' }).texts.get("search-index.js") ?? "";
  expect(JSON.parse(/= (.*);\n$/.exec(index)?.[1] ?? "")).toEqual([
    { href: "index.html#top", title: "Top", text: "top words." },
    { href: "index.html#ab", title: "Top: A<b>", text: expect.stringContaining('more "words"') as string },
  ]);
});
