import { findViolations } from "./find-violations.ts";
import { readWorkspace } from "./read-workspace.ts";

const packages = readWorkspace(process.cwd());
const violations = findViolations(packages);
for (const violation of violations) console.error(violation);
console.log(`boundaries: ${packages.length} packages, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
