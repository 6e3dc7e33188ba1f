import { readdirSync, readFileSync } from "node:fs";

export interface ProcessFigures {
  readonly rssBytes: number;
  /** Files, sockets, pipes. */
  readonly descriptors: number;
  readonly threads: number;
}

/** As the operating system counts them; undefined where there is no such process any more. */
export function processFigures(pid: number): ProcessFigures | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return {
      rssBytes: field("VmRSS") * 1_024,
      threads: field("Threads"),
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return undefined;
  }
}
