import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cycloneDx } from "./cyclonedx.ts";
import { licenceList, licenceProblems } from "./licences.ts";
import { productionPackages } from "./production-packages.ts";
import type { LockedPackages, ProductionPackage } from "./production-packages.ts";

const services = ["poller", "exporter", "standalone"];
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { readonly packages: LockedPackages };
const all = new Map<string, ProductionPackage>();

mkdirSync("out", { recursive: true });
for (const service of services) {
  const needed = productionPackages(packages, `apps/${service}`);
  const [application] = needed.filter(({ path }) => path === `apps/${service}`);
  if (application === undefined) throw new Error(`apps/${service} is not locked`);
  writeFileSync(`out/sbom-${service}.cdx.json`, `${JSON.stringify(cycloneDx(application, needed), undefined, 2)}\n`);
  for (const one of needed) all.set(one.path, one);
  console.log(`out/sbom-${service}.cdx.json: ${needed.length - 1} packages`);
}

const problems = licenceProblems([...all.values()]);
writeFileSync("out/licences.md", licenceList([...all.values()]));
for (const problem of problems) console.error(problem);
console.log(`out/licences.md: ${all.size} packages, ${problems.length} licences not allowed`);
process.exitCode = problems.length === 0 ? 0 : 1;
