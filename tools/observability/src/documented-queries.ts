import { globSync, readFileSync } from "node:fs";
import { inRepository } from "./places.ts";

const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: inRepository("") })];

/** Every block of PromQL in README and docs, with the page that has it. */
export const documentedQueries: readonly { readonly page: string; readonly promql: string }[] = pages.flatMap((page) =>
  Array.from(
    readFileSync(inRepository(page), "utf8").matchAll(/^ *```promql\n([^]*?)^ *```$/gm),
    ([, promql = ""]) => ({
      page,
      promql,
    }),
  ),
);
