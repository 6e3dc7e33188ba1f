import { globSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { bundle } from "./bundle.ts";

/** The thread that libs/http starts in every service. */
const PASSWORD_THREAD = "libs/http/src/access/password-worker.ts";

/**
 * Bundles each application with all that it imports into `apps/<name>/dist/main.mjs`, which needs nothing but Node, and
 * beside it the threads that it starts: `password-worker.mjs`, and where it has one of its own, `worker.mjs`.
 */
for (const main of globSync("apps/*/src/main.ts").toSorted()) {
  const app = dirname(dirname(main));
  for (const program of [main, ...globSync(`${app}/src/worker.ts`), PASSWORD_THREAD]) {
    const outfile = await bundle(program, `${app}/dist`);
    console.log(`${basename(app)}: ${outfile}, ${(statSync(outfile).size / 1e6).toFixed(1)} MB`);
  }
}
