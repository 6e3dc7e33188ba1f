const counterHead = /^# HELP (\S+)_total (.*)\n# TYPE \1_total counter$/gm;
const blankLines = /\n{2,}/g;

/**
 * Turns a text page of prom-client into OpenMetrics, where a counter's family has the name without `_total`.
 * prom-client's own OpenMetrics mode renames the counters for good, so that one registry cannot serve both formats.
 */
export const toOpenMetrics = (text: string): string =>
  `${text.replace(counterHead, "# HELP $1 $2\n# TYPE $1 counter").replace(blankLines, "\n")}# EOF\n`;
