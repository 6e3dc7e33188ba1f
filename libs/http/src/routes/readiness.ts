/** One condition of being ready. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** Why not, or what holds, for people. */
  readonly detail: string;
  /** It is told, and keeps nobody from being ready. */
  readonly isNote?: true;
}

/** Ready when every check but the notes is ok. */
export type Readiness = readonly Check[];

/** The first thing that is missing, `""` when ready. */
export function notReadyReason(readiness: Readiness): string {
  const failed = readiness.find(({ ok, isNote }) => !ok && isNote !== true);
  return failed === undefined ? "" : `${failed.name}: ${failed.detail}`;
}

/** All checks, one a line, in the form of Kubernetes' own `/readyz?verbose`. */
export function verboseReadiness(readiness: Readiness): string {
  const lines = readiness.map(({ name, ok, detail, isNote }) => {
    const failed = isNote === true ? "failed (not counted)" : "failed";
    return `[${ok ? "+" : "-"}]${name} ${ok ? "ok" : failed}: ${detail}\n`;
  });
  return `${lines.join("")}readyz check ${notReadyReason(readiness) === "" ? "passed" : "failed"}\n`;
}
