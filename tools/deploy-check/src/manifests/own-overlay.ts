import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { KubeObject } from "./kube-object.ts";
import { renderKustomization } from "./kustomize.ts";
import { kustomizePath } from "./paths.ts";

/**
 * The objects of an overlay in a repository of one's own; it is told where deploy/kustomize is.
 * @throws with what the renderer says
 */
export function renderOwnOverlay(kustomization: (deploy: string) => object): readonly KubeObject[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "overlay-")));
  try {
    writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify(kustomization(relative(folder, kustomizePath))));
    return renderKustomization(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
