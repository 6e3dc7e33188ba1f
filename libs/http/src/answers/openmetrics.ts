/**
 * Rewrites an exposition of text format 0.0.4 as OpenMetrics 1.0.0, without its `# EOF`.
 *
 * Counters are named without `_total` in their metadata, those that lack the suffix become `unknown`, quotes in HELP
 * are escaped, and the blank lines between families go. Source: OpenMetrics 1.0, "Text format" and "Counter".
 */
export function openMetricsLines(text: string): string {
  const counters = new Set(Array.from(text.matchAll(/^# TYPE (\S+)_total counter$/gm), ([, name]) => `${name}_total`));
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => `${openMetricsLine(line, counters)}\n`)
    .join("");
}

function openMetricsLine(line: string, counters: ReadonlySet<string>): string {
  const [, keyword = "", name = "", rest = ""] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
  if (keyword === "") return line;
  const family = counters.has(name) ? name.slice(0, -"_total".length) : name;
  if (keyword === "HELP") return `# HELP ${family} ${rest.replaceAll('"', '\\"')}`;
  return `# TYPE ${family} ${openMetricsType(rest, counters.has(name))}`;
}

function openMetricsType(type: string, hasSuffix: boolean): string {
  if (type === "counter") return hasSuffix ? "counter" : "unknown";
  return type === "untyped" ? "unknown" : type;
}
