import type { Page } from "./site-map.ts";

export interface SidebarPart {
  readonly title: string;
  readonly pages: readonly Page[];
}

/** Sources, in their order; one that ends with a slash stands for all pages of that folder. */
const parts: readonly (readonly [title: string, sources: readonly string[]])[] = [
  ["Start", ["README.md", "docs/getting-started.md", "docs/concepts.md", "docs/local-stack.md"]],
  ["Reference", ["docs/metrics.md", "docs/configuration.md", "docs/errors.md"]],
  [
    "Operate",
    [
      "docs/kubernetes.md",
      "docs/scaling.md",
      "docs/reliability.md",
      "docs/performance.md",
      "docs/security.md",
      "docs/dashboards.md",
    ],
  ],
  ["Alerts and runbooks", ["docs/alerts/README.md", "docs/alerts/"]],
  ["Switch over and extend", ["docs/migrating.md", "docs/differences.md", "docs/custom-backends.md"]],
  ["Contribute", ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]],
  ["Decisions", ["docs/decisions/"]],
];

/** Every page, once: those that no part names come last. Parts without pages are left out. */
export function sidebar(pages: ReadonlyMap<string, Page>): readonly SidebarPart[] {
  const left = new Map([...pages].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const take = (matches: (source: string) => boolean): readonly Page[] => {
    const taken = [...left.values()].filter(({ source }) => matches(source));
    for (const { source } of taken) left.delete(source);
    return taken;
  };
  const matcher = (wanted: string) => (source: string) =>
    wanted.endsWith("/") ? source.startsWith(wanted) : source === wanted;
  const named = parts.map(([title, sources]) => ({ title, pages: sources.flatMap((wanted) => take(matcher(wanted))) }));
  return [...named, { title: "More", pages: take(() => true) }].filter((part) => part.pages.length > 0);
}
