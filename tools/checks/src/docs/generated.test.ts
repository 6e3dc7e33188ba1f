import { expect, it } from "vitest";
import { configurationTable } from "./configuration-table.ts";
import { generatedParts, regenerate } from "./generated.ts";

const page = (body: string): string =>
  `Before.\n\n<!-- generated: configuration -->\n${body}<!-- end of generated: configuration -->\n\nAfter.\n`;

it("replaces what is between the marks, and nothing else", () => {
  const fresh = regenerate(page("old\n"), { configuration: () => "new" });
  expect(fresh).toBe(page("\nnew\n\n"));
  expect(regenerate(fresh, { configuration: () => "new" })).toBe(fresh);
});

it("leaves parts alone that nobody generates", () => {
  expect(regenerate(page("old\n"), {})).toBe(page("old\n"));
  expect(generatedParts(page("old\n"))).toEqual(["configuration"]);
});

it("has one row for each variable", () => {
  const rows = configurationTable().split("\n");
  expect(rows).toContain(
    "| `METRICS_ADDR` | `:8080` | exporter, standalone | Listening address of `/metrics`, `/bookkeeping`, `/healthz`, `/readyz` and `/`. |",
  );
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
});
