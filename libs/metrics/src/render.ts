import type { Snapshot } from "@xp-tracker/crossplane";
import type { Family, Part, Point, Table } from "./family.ts";
import { openTable } from "./label-blocks.ts";
import type { Blocks } from "./label-blocks.ts";
import { moreLabelsWriter } from "./labels.ts";
import { pageWriter } from "./page-writer.ts";
import type { PageWriter } from "./page-writer.ts";

export type Format = "text" | "openmetrics";

export const contentTypes: Readonly<Record<Format, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** All that an OpenMetrics page has more than the text page: snapshot families are gauges, which look the same in both. */
export const openMetricsEnd = Buffer.from("# EOF\n");

/**
 * Renders one page, as consecutive segments. The same snapshot content gives the same bytes, whatever the order of
 * its rows. Families without samples are left out.
 */
export const renderMetrics = (
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  format: Format,
): readonly Buffer[] => [...renderSegments(snapshot, families), ...(format === "openmetrics" ? [openMetricsEnd] : [])];

/**
 * The text page bit by bit: a caller that must keep its event loop free rests between two segments. Sorting and
 * counting the rows of one class is the longest piece of work that is not divided. With {@link openMetricsEnd} after
 * it, it is the OpenMetrics page.
 */
export function* renderSegments(snapshot: Snapshot | undefined, families: readonly Family[]): Generator<Buffer> {
  const writer = pageWriter();
  const tables = new Map<Table, Iterable<Blocks>>();
  const open = (table: Table): Iterable<Blocks> => {
    const blocks = tables.get(table) ?? openTable(table, snapshot);
    tables.set(table, blocks);
    return blocks;
  };
  for (const family of families) {
    const lines = familyLines(family, writer);
    for (const part of family.parts) {
      for (const blocks of open(part.table)) {
        lines(part, blocks);
        yield* writer.full();
      }
      yield* writer.cut();
    }
  }
}

/** Makes the writer of a family's samples; it writes the head before the first of them. */
function familyLines(family: Family, writer: PageWriter): (part: Part, blocks: Blocks) => void {
  const name = Buffer.from(family.name);
  const writeExtra = moreLabelsWriter(family.extraLabels);
  let hasHead = false;

  const writeLine = ({ point, tail }: Line, item: unknown, blocks: Blocks, index: number): void => {
    const value = point.value(item);
    if (value === undefined) return;
    if (!hasHead) writer.text(`# HELP ${family.name} ${family.help}\n# TYPE ${family.name} gauge\n`);
    hasHead = true;
    writer.bytes(name, 0, name.length);
    writer.bytes(blocks.bytes, index === 0 ? 0 : (blocks.ends[index - 1] ?? 0), blocks.ends[index] ?? 0);
    if (point.extra !== undefined) writer.text(writeExtra(point.extra(item)));
    writer.bytes(tail, 0, tail.length);
    writer.number(value);
    writer.bytes(newline, 0, 1);
  };

  return ({ table, points }, blocks) => {
    const close = table.labels.length === 0 ? " " : "} ";
    const lines = points.map((point) => ({
      point,
      tail: Buffer.from(`${point.fixed === undefined ? "" : writeExtra(point.fixed)}${close}`),
    }));
    blocks.items.forEach((item, index) => {
      for (const line of lines) writeLine(line, item, blocks, index);
    });
  };
}

interface Line {
  readonly point: Point;
  /** The labels that are the same for every item, and what closes the block. */
  readonly tail: Buffer;
}

const newline = Buffer.from("\n");
