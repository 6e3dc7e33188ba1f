import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Values } from "./helm.ts";
import type { KubeObject } from "./kube-object.ts";
import { renderOwnOverlay } from "./own-overlay.ts";
import { chartPath, repository } from "./paths.ts";

const blocks = globSync("docs/**/*.md", { cwd: repository }).flatMap((page) =>
  Array.from(
    readFileSync(`${repository}${page}`, "utf8").matchAll(/^```yaml\n([^]*?)^```$/gm),
    ([, text = ""]) => [page, text] as const,
  ),
);

const blocksOf = (page: string): readonly string[] => blocks.flatMap(([of, text]) => (of === page ? [text] : []));
const isOverlay = (text: string): boolean => text.includes("\nkind: Kustomization\n");

/** The pages that show an overlay of one's own. */
export const pagesWithOverlays = [...new Set(blocks.flatMap(([page, text]) => (isOverlay(text) ? [page] : [])))];

/** What the overlays of a page render, in their order. @throws with what the renderer says */
export const documentedOverlays = (page: string): readonly (readonly KubeObject[])[] =>
  blocksOf(page)
    .filter(isOverlay)
    .map((text) =>
      renderOwnOverlay((deploy) => parse(text.replaceAll("../xp-tracker/deploy/kustomize", deploy)) as object),
    );

/** The values of the chart that a page shows, in their order. */
export function documentedValues(page: string): readonly Values[] {
  const known = new Set(Object.keys(parse(readFileSync(`${chartPath}/values.yaml`, "utf8")) as object));
  return blocksOf(page)
    .filter((text) => !isOverlay(text))
    .map((text) => parse(text) as Values)
    .filter((values) => Object.keys(values).every((key) => known.has(key)));
}
