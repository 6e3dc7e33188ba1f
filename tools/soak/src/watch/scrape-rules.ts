import type { Findings } from "../report/findings.ts";
import type { Life } from "../stack/member.ts";
import { brokenLine, pageFacts } from "./page-facts.ts";
import type { PageFacts } from "./page-facts.ts";

/** Kept of the generations of late, to compare what several exporters say of one. */
const GENERATIONS_KEPT = 200;

/** What must hold for every page at any time, whatever is broken. Returns the page's facts. */
export function scrapeRules(findings: Findings): (life: Life, page: string) => PageFacts {
  const newestOf = new Map<string, number>();
  const lastOf = new Map<number, PageFacts>();
  const bytesOf = new Map<number, { readonly hash: string; readonly by: string }>();

  return (life, page) => {
    const facts = pageFacts(page);
    const { generation, counted, shown, hash } = facts;
    const broken = brokenLine(page);
    if (broken !== undefined) findings.add("pages that are no exposition", `${life.name}: ${broken}`);

    const newest = newestOf.get(life.name) ?? 0;
    if (generation < newest) findings.add("generations that went back", `${life.name}: ${newest}, then ${generation}`);
    if (generation > newest) newestOf.set(life.name, generation);

    const before = lastOf.get(life.pid);
    if (before !== undefined && before.generation > 0 && Number.isNaN(generation))
      findings.add("pages that lost what was served", `${life.name} after generation ${before.generation}`);
    lastOf.set(life.pid, facts);

    for (const [name, count] of Object.entries(counted))
      if (count !== shown[name])
        findings.add("torn pages", `${life.name}: ${count} of class ${name} counted, ${shown[name]} shown`);

    if (generation > 0) {
      const said = bytesOf.get(generation);
      if (said === undefined) bytesOf.set(generation, { hash, by: life.name });
      else if (said.hash !== hash)
        findings.add("replicas that disagree", `generation ${generation}: ${said.by} and ${life.name}`);
      for (const old of bytesOf.keys()) if (old < generation - GENERATIONS_KEPT) bytesOf.delete(old);
    }
    return facts;
  };
}
