import type { ProductionPackage } from "./production-packages.ts";

/** A bill of materials in CycloneDX 1.6; the same packages give the same text. Source: https://cyclonedx.org/docs/1.6/json/ */
export function cycloneDx(application: ProductionPackage, packages: readonly ProductionPackage[]): object {
  const others = packages.filter((one) => one !== application);
  const byPath = new Map(packages.map((one) => [one.path, one]));
  const refsOf = (paths: readonly string[]) => paths.flatMap((path) => byPath.get(path) ?? []).map(refOf);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...componentOf(application), type: "application" } },
    components: others.map(componentOf),
    dependencies: packages.map((one) => ({ ref: refOf(one), dependsOn: [...new Set(refsOf(one.needs))] })),
  };
}

/** The place tells packages apart that are there twice in one version. */
const refOf = ({ path, name, version }: ProductionPackage): string => `${name}@${version}|${path}`;

function componentOf(one: ProductionPackage) {
  const { name, version, license, integrity } = one;
  const [algorithm = "", content = ""] = integrity.split("-", 2);
  const hash = { alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(content, "base64").toString("hex") };
  return {
    type: "library",
    "bom-ref": refOf(one),
    name,
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    licenses: license === "" ? [] : [licenseOf(license)],
    hashes: integrity === "" ? [] : [hash],
  };
}

const licenseOf = (expression: string) => (expression.includes(" ") ? { expression } : { license: { id: expression } });
