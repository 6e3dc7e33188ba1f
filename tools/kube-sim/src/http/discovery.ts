import { createHash } from "node:crypto";
import { joinApiVersion } from "../cluster/kube-object.ts";
import type { ServedType } from "../cluster/served-type.ts";
import { json, text } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { fail } from "./status.ts";

const VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

/** The server's version: the one whose recorded answers this simulator follows. */
const serverVersion = {
  major: "1",
  minor: "20",
  gitVersion: "v1.20.2+kube-sim",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: `${process.platform}/${process.arch}`,
};

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

interface Group {
  readonly name: string;
  readonly versions: readonly GroupVersion[];
  readonly preferredVersion: GroupVersion;
}

/** Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then the rest by name. */
function rank(version: string): readonly number[] {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (parts === null) return [0, 0, 0];
  const stability = { alpha: 1, beta: 2 }[parts[2] ?? ""] ?? 3;
  return [stability, Number(parts[1]), Number(parts[3] ?? 0)];
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index < 0 ? a.localeCompare(b) : (right[index] ?? 0) - (left[index] ?? 0);
}

function groups(types: readonly ServedType[]): readonly Group[] {
  const named = Map.groupBy(
    types.filter(({ group }) => group !== ""),
    ({ group }) => group,
  );
  return [...named].map(([name, members]) => {
    const names = new Set(members.flatMap(({ versions }) => versions.map((version) => version.name)));
    const versions = [...names]
      .toSorted(compareVersions)
      .map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions, preferredVersion: versions[0] as GroupVersion };
  });
}

/** The API server's own fingerprint of a storage version. */
const storageHash = ({ group, storageVersion, kind }: ServedType): string =>
  createHash("sha256").update(`${group}/${storageVersion}/${kind}`).digest().subarray(0, 8).toString("base64");

function resources(type: ServedType, version: string): readonly unknown[] {
  const { plural, singular, kind, namespaced, shortNames, categories } = type;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    storageVersionHash: storageHash(type),
  };
  const status = { name: `${plural}/status`, singularName: "", namespaced, kind, verbs: ["get", "patch", "update"] };
  return type.versions.some(({ name, statusSubresource }) => name === version && statusSubresource)
    ? [main, status]
    : [main];
}

/** Answers `/apis`. */
export const groupList = (types: readonly ServedType[]): Answer =>
  json(200, { kind: "APIGroupList", apiVersion: "v1", groups: groups(types) });

/** Answers `/apis/GROUP`. */
export function group(types: readonly ServedType[], name: string): Answer {
  const found = groups(types).find((each) => each.name === name);
  return found === undefined ? fail.pageNotFound() : json(200, { kind: "APIGroup", apiVersion: "v1", ...found });
}

/** Answers `/apis/GROUP/VERSION` and `/api/v1`. */
export function resourceList(types: readonly ServedType[], groupName: string, version: string): Answer {
  const served = types.filter((type) => type.group === groupName && type.versions.some(({ name }) => name === version));
  if (served.length === 0) return fail.pageNotFound();
  return json(200, {
    kind: "APIResourceList",
    ...(groupName === "" ? {} : { apiVersion: "v1" }),
    groupVersion: joinApiVersion(groupName, version),
    resources: served.flatMap((type) => resources(type, version)),
  });
}

/** Answers `/api`. */
export const coreVersions = (address: string): Answer =>
  json(200, {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: address }],
  });

const HEALTH = ["/healthz", "/livez", "/readyz"];

/** Answers the paths that do not depend on any type. */
export function fixedPath(path: string, types: readonly ServedType[]): Answer {
  if (path === "/version") return json(200, serverVersion);
  if (HEALTH.includes(path)) return text(200, "ok");
  if (path !== "/") return fail.pageNotFound();
  const apis = groups(types).flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map((version) => `/apis/${version.groupVersion}`),
  ]);
  return json(200, { paths: ["/api", "/api/v1", "/apis", ...apis, ...HEALTH, "/version"] });
}
