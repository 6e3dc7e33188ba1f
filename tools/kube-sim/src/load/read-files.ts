import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { isJsonObject, isKubeObject } from "../cluster/kube-object.ts";
import type { KubeObject } from "../cluster/kube-object.ts";

const YAML = /\.ya?ml$/;
const JSON_FILE = /\.json$/;

/** Kubernetes' own `List`, an array of objects, or one object. */
function objectsIn(value: unknown, path: string): readonly KubeObject[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((each) => objectsIn(each, path));
  if (isJsonObject(value) && value["kind"] === "List") return objectsIn(value["items"], path);
  if (!isKubeObject(value)) throw new Error(`${path}: holds something that has no apiVersion, kind or metadata.name`);
  return [value];
}

async function readOne(path: string): Promise<readonly KubeObject[]> {
  const text = await readFile(path, "utf8");
  if (JSON_FILE.test(path)) return objectsIn(JSON.parse(text), path);
  return parseAllDocuments(text).flatMap((document) => {
    const [mistake] = document.errors ?? [];
    if (mistake !== undefined) throw new Error(`${path}: ${mistake.message}`);
    return objectsIn(document.toJS(), path);
  });
}

/**
 * Reads the objects of a JSON or YAML file, or of every YAML and JSON file in a folder and below, in order of path.
 * Rejects with the path when a file cannot be read as Kubernetes objects.
 */
export async function readObjects(path: string): Promise<readonly KubeObject[]> {
  if (!(await stat(path)).isDirectory()) return readOne(path);
  const names = (await readdir(path, { recursive: true })).filter((name) => YAML.test(name) || JSON_FILE.test(name));
  const read = await Promise.all(names.toSorted().map((name) => readOne(join(path, name))));
  return read.flat();
}
