import type { Finding } from "./benchmark.ts";
import { table } from "./table.ts";

const BLOCK = /<!-- measured -->[\s\S]*?<!-- end of measured -->/;

export interface Run {
  readonly date: string;
  readonly machine: string;
  readonly command: string;
  readonly findings: readonly Finding[];
}

/** The page with the figures of this run in place of those of an earlier one; its prose stays. */
export function withRun(page: string, { date, machine, command, findings }: Run): string {
  const facts = `Measured on ${date} with \`${command}\`: ${machine}.`;
  const block = `<!-- measured -->\n\n${facts}\n\n${table(findings)}\n\n<!-- end of measured -->`;
  return page.replace(BLOCK, () => block);
}
