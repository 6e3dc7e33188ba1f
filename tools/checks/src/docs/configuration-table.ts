import { configTable, services } from "@xp-tracker/runtime";
import type { Variable } from "@xp-tracker/runtime";

/** Every variable as one row of a Markdown table. */
export function configurationTable(): string {
  const rows = Object.values<Variable<unknown>>(configTable).map((variable) =>
    row(
      `\`${variable.name}\``,
      variable.default === "" ? "" : `\`${variable.default}\``,
      variable.services.length === services.length ? "all" : variable.services.join(", "),
      variable.description,
    ),
  );
  return [row("Variable", "Default", "Used by", "Meaning"), row("---", "---", "---", "---"), ...rows].join("\n");
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
