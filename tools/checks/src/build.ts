import { globSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { bundle } from "./bundle.ts";

/**
 * Bundles each application with all that it imports into `apps/<name>/dist/main.mjs`, which needs nothing but Node, and
 * beside it the thread that some of them start, `worker.mjs`.
 */
for (const program of globSync("apps/*/src/{main,worker}.ts").toSorted()) {
  const app = dirname(dirname(program));
  const outfile = await bundle(program, `${app}/dist`);
  console.log(`${basename(app)}: ${outfile}, ${(statSync(outfile).size / 1e6).toFixed(1)} MB`);
}
