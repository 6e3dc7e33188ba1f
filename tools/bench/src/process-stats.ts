import { readFileSync } from "node:fs";

/** The kernel's clock ticks in a second, as /proc shows them: 100 on every architecture that Node runs on. */
const TICKS = 100;

/** CPU seconds, user and system, that a process has spent so far. @throws Error when it has ended */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; what follows it are numbers, of which the 12th and 13th are CPU time.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory in MB (10^6 bytes), now and at its peak. @throws Error when the process has ended */
export function memoryOf(pid: number | "self"): { readonly rss: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
  return { rss: (kilobytes("VmRSS") * 1024) / 1e6, peak: (kilobytes("VmHWM") * 1024) / 1e6 };
}
