import { faultNames, faults } from "./faults.ts";
import type { Row } from "./row.ts";

const BEGIN = "<!-- fault matrix: begin -->";
const END = "<!-- fault matrix: end -->";

/** The matrix as Markdown: what is tried, and why the rest is not. */
export function matrixMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const mark = (row: Row, fault: (typeof faultNames)[number]): string => ("why" in row.cells[fault] ? "–" : "✔");
  const table = [
    line(["", ...rows.map(({ name }) => name)]),
    line(["---", ...rows.map(() => ":-:")]),
    ...faultNames.map((fault) => line([faults[fault], ...rows.map((row) => mark(row, fault))])),
    line(["nothing left behind", ...rows.map(() => "✔")]),
  ];
  const how = rows.flatMap(({ name, cells }) => [
    "",
    `**${name}**`,
    "",
    ...faultNames.flatMap((fault) => {
      const cell = cells[fault];
      return "why" in cell ? [] : [`* ${faults[fault]}: ${cell.how}`];
    }),
  ]);
  const why = new Map<string, string[]>();
  for (const { name, cells } of rows)
    for (const cell of Object.values(cells))
      if ("why" in cell) why.set(cell.why, [...new Set([...(why.get(cell.why) ?? []), name])]);
  const because = [...why].map(([reason, names]) => `* ${names.join(", ")}: ${reason}`);
  return [
    `${countCells(rows)} cells.`,
    "",
    ...table,
    "",
    "<details><summary>What is done in each cell, and why some do not exist</summary>",
    ...how,
    "",
    "**–**",
    "",
    ...because,
    "",
    "</details>",
  ].join("\n");
}

/** Every cell that exists, and for each row what is left behind. */
const countCells = (rows: readonly Row[]): number =>
  rows.reduce((sum, { cells }) => sum + Object.values(cells).filter((cell) => !("why" in cell)).length + 1, 0);

const partOf = (page: string): readonly [before: string, part: string, after: string] => {
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (from < BEGIN.length || to === -1) throw new Error(`the page lacks ${BEGIN} or ${END}`);
  return [page.slice(0, from), page.slice(from, to), page.slice(to)];
};

/** What a page has between the marks. @throws when they are not there */
export const generatedPart = (page: string): string => partOf(page)[1].trim();

/** The page with `part` between the marks. */
export function withGeneratedPart(page: string, part: string): string {
  const [before, , after] = partOf(page);
  return `${before}\n\n${part}\n\n${after}`;
}
