import { configTable } from "./config-table.ts";
import type { Service, Variable } from "./variable.ts";

/** What `--help` prints: the flags, and the variables that this service uses. */
export function helpText(service: Service): string {
  const variables = Object.values<Variable<unknown>>(configTable).filter(({ services }) => services.includes(service));
  return [
    `Usage: xp-tracker ${service} [--help] [--version] [--web.config.file=FILE]`,
    "",
    "Everything is set by environment variables; an empty one counts as unset.",
    "--web.config.file comes before WEB_CONFIG_FILE.",
    "",
    ...variables.flatMap(({ name, default: fallback, description }) => [
      `  ${name}${fallback === "" ? "" : ` (default ${fallback})`}`,
      `      ${description.replaceAll("`", "")}`,
    ]),
    "",
  ].join("\n");
}
