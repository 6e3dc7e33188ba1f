import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { parse, stringify } from "yaml";
import { objectsOf } from "./kustomize.ts";
import type { KubeObject } from "./kube-object.ts";
import { chartPath, repository } from "./paths.ts";

/** Where Debian's golang-github-masterminds-sprig-dev puts its sources. */
const GO_SOURCES = "/usr/share/gocode";
const NAMESPACE = "xp-tracker";
const RELEASE = "xp-tracker";

export type Values = Readonly<Record<string, unknown>>;

const hasHelm = spawnSync("helm", ["version"], { stdio: "ignore" }).status === 0;
const hasEngine =
  existsSync(`${GO_SOURCES}/src/github.com/Masterminds/sprig`) &&
  spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;

/** Why the chart cannot be rendered here; undefined when it can. */
export const helmSkipReason = (): string | undefined =>
  hasHelm || hasEngine ? undefined : "helm is not on PATH, nor is Go with sprig, which it is made of";

/** The objects of the chart with these values over its own. @throws with what the renderer says */
export const renderChart = (values: Values): readonly KubeObject[] =>
  objectsOf(hasHelm ? withHelm(values) : withItsEngine(values));

const withHelm = (values: Values): string =>
  output("helm", ["template", RELEASE, chartPath, "--namespace", NAMESPACE, "--values", "-"], stringify(values));

function withItsEngine(values: Values): string {
  const chart = parse(readFileSync(`${chartPath}/Chart.yaml`, "utf8")) as Readonly<Record<string, unknown>>;
  const request = {
    chart: Object.fromEntries(
      Object.entries(chart).map(([key, value]) => [key[0]?.toUpperCase() + key.slice(1), value]),
    ),
    files: textsOf("files/*", (path) => relative(chartPath, path)),
    templates: textsOf("templates/*.{yaml,tpl}", (path) => basename(path)),
    values: merged(parse(readFileSync(`${chartPath}/values.yaml`, "utf8")) as Values, values),
    release: { Name: RELEASE, Namespace: NAMESPACE, Service: "Helm" },
  };
  const program = `${repository}tools/deploy-check/helm-template/main.go`;
  return output("go", ["run", program], JSON.stringify(request), { GO111MODULE: "off", GOPATH: GO_SOURCES });
}

const textsOf = (pattern: string, name: (path: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(globSync(`${chartPath}/${pattern}`).map((path) => [name(path), readFileSync(path, "utf8")]));

/** As Helm does it: objects are merged, everything else is replaced. */
const merged = (own: Values, given: Values): Values => ({
  ...own,
  ...Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const before = own[key];
      return [key, isObject(before) && isObject(value) ? merged(before, value) : value];
    }),
  ),
});

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function output(
  program: string,
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
