import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { checkConfig, configTable } from "@xp-tracker/runtime";
import { describe, expect, it } from "vitest";
import { composeServices } from "./compose-file.ts";
import { composePath, repository } from "./paths.ts";

const services = Object.entries(composeServices());
const apps = { poller: "poller", "poller-of-kubeconfig": "poller", exporter: "exporter" } as const;
const noCompose =
  spawnSync("docker", ["compose", "version"], { stdio: "ignore" }).status === 0
    ? ""
    : " (left out: no docker compose here)";

describe("docker-compose.yml", () => {
  it.skipIf(noCompose !== "")(`is what docker compose understands${noCompose}`, () => {
    const { status, stderr } = spawnSync("docker", ["compose", "--file", composePath, "config", "--quiet"], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it.each(services)("%s has a pinned image, a health check and limits, and no rights", (_, service) => {
    expect(service.image).toMatch(/:v?\d/);
    expect(service.healthcheck?.test.length).toBeGreaterThan(0);
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service).toMatchObject({ cap_drop: ["ALL"], read_only: true, security_opt: ["no-new-privileges:true"] });
  });

  it("builds the images that are named after this project, and pulls none of them", () => {
    const ours = services.filter(([, { image, build }]) => build !== undefined || image.includes("xp-tracker"));
    expect(ours.map(([name, { pull_policy }]) => `${name} ${pull_policy}`)).toEqual([
      "kube-sim never",
      "poller never",
      "poller-of-kubeconfig never",
      "exporter never",
      "web never",
    ]);
  });

  it("has an image that a service does not build itself built for one that it waits for", () => {
    const borrowed = services.filter(([, { build, pull_policy }]) => build === undefined && pull_policy === "never");
    const builders = borrowed.map(([name, { image, depends_on = {} }]) => {
      const waitedFor = Object.keys(depends_on).map((other) => composeServices()[other]);
      return [name, waitedFor.find((other) => other?.image === image)?.build?.target];
    });
    expect(builders).toEqual([["web", "exporter"]]);
  });

  it("waits for what a service needs to be healthy, not only to be started", () => {
    const conditions = services.flatMap(([, { depends_on = {} }]) => Object.values(depends_on));
    expect(new Set(conditions.map(({ condition }) => condition))).toEqual(new Set(["service_healthy"]));
  });

  it("takes no variable that its page does not name", () => {
    const page = new Set(readFileSync(`${repository}docs/local-stack.md`, "utf8").match(/\b[A-Z_]+\b/g));
    const names = readFileSync(composePath, "utf8").match(/(?<=\$\{)[A-Z_]+/g) ?? [];
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !page.has(name))).toEqual([]);
  });

  it("publishes ports to this machine alone", () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  it.each(Object.entries(apps))("%s is given settings that a %s accepts and knows", (name, app) => {
    const given = Object.entries(composeServices()[name]?.environment ?? {});
    const environment = Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
    expect(checkConfig(app, environment)).toMatchObject({ ok: true });
    const known = new Set<string>(Object.values(configTable).map((variable) => variable.name));
    expect(given.map(([key]) => key).filter((key) => !known.has(key) && !key.startsWith("AWS_"))).toEqual([]);
  });
});
