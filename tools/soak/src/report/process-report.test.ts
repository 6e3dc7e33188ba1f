import { describe, expect, it } from "vitest";
import type { ProcessSeries } from "../watch/process-series.ts";
import { figuresCsv } from "./figures-csv.ts";
import { processReport } from "./process-report.ts";

const MINUTE_MS = 60_000;
const MB = 1_000_000;

interface Minute {
  readonly rssMb: number;
  readonly leads?: boolean;
}

/** A life that was looked at each minute; a little noise, the same each time. */
function lifeOf(minutes: number, at: (minute: number) => Minute): ProcessSeries {
  const points = Array.from({ length: minutes + 1 }, (_, minute) => {
    const { rssMb, leads = false } = at(minute);
    const rssBytes = (rssMb + (minute % 3) * 0.1) * MB;
    return { atMs: minute * MINUTE_MS, leads, figures: { rssBytes, descriptors: 30, threads: 11 } };
  });
  return { life: { name: "poller-1", pid: 1, startedAt: 0 }, points, settled: points };
}

const verdictOn = (series: ProcessSeries): string =>
  /slope (.*?), descriptors/.exec(processReport([series])[0] ?? "")?.[1] ?? "";

describe("the slope of memory", () => {
  it("grows where memory does", () => {
    expect(verdictOn(lifeOf(30, (minute) => ({ rssMb: 100 + minute / 10 })))).toMatch(
      /^(?:5\.9|6\.\d) ± .* \(grows\)$/,
    );
  });

  it("is noise where memory stays, or grew in the first fifteen minutes only", () => {
    expect(verdictOn(lifeOf(30, () => ({ rssMb: 100 })))).toMatch(/\(within noise\)$/);
    expect(verdictOn(lifeOf(35, (minute) => ({ rssMb: 100 + Math.min(15, minute) })))).toMatch(/\(within noise\)$/);
  });

  it("is not that of the first fifteen minutes in a role, whenever they come", () => {
    const warm = (minute: number) => ({
      leads: minute >= 20,
      rssMb: minute < 20 ? 100 : 110 + Math.min(15, minute - 20),
    });
    expect(verdictOn(lifeOf(50, warm))).toMatch(/\(within noise\)$/);
  });

  it("is not measured where a life is too short", () => {
    expect(verdictOn(lifeOf(17, () => ({ rssMb: 100 })))).toBe("not measured (too short)");
  });
});

it("tells the figures over time, the settled ones marked", () => {
  const { life, points } = lifeOf(1, () => ({ rssMb: 100 }));
  expect(
    figuresCsv([
      { life, points, settled: [] },
      { life: { ...life, pid: 2 }, points: [], settled: points },
    ]),
  ).toBe(
    [
      "unix_ms,name,pid,leads,settled,rss_bytes,descriptors,threads",
      "0,poller-1,1,false,false,100000000,30,11",
      "0,poller-1,2,false,true,100000000,30,11",
      "60000,poller-1,1,false,false,100100000,30,11",
      "60000,poller-1,2,false,true,100100000,30,11",
      "",
    ].join("\n"),
  );
});
