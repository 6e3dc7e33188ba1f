import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "./kube-object.ts";

const renderers = [
  ["kubectl", "kustomize"],
  ["kustomize", "build"],
] as const;
const found = renderers.find(
  ([program, command]) => spawnSync(program, [command, "--help"], { stdio: "ignore" }).status === 0,
);

/** Why no kustomization can be rendered here; undefined when it can. */
export const kustomizeSkipReason = (): string | undefined =>
  found === undefined ? renderers.map(([program]) => `${program} is not on PATH`).join(", ") : undefined;

/** The objects of a kustomization. @throws with what the renderer says */
export function renderKustomization(folder: string): readonly KubeObject[] {
  if (found === undefined) throw new Error(kustomizeSkipReason());
  const { status, stdout, stderr } = spawnSync(found[0], [found[1], folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${folder}: ${stderr}`);
  return objectsOf(stdout);
}

/** The objects of a YAML stream; empty documents are none. @throws on the first mistake in it */
export const objectsOf = (text: string): readonly KubeObject[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [mistake] = document.errors;
    if (mistake !== undefined) throw mistake;
    const object = document.toJS() as KubeObject | null;
    return object === null ? [] : [object];
  });
