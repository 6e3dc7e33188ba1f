import { describe, expect, it } from "vitest";
import { openMetricsLines } from "./openmetrics.ts";

describe("text format as OpenMetrics", () => {
  it.each([
    [
      "names a counter without its suffix in the metadata",
      "# HELP polls_total Polls.\n# TYPE polls_total counter\npolls_total 3\n",
      "# HELP polls Polls.\n# TYPE polls counter\npolls_total 3\n",
    ],
    [
      "calls a counter without the suffix unknown",
      "# TYPE polls counter\npolls 3\n",
      "# TYPE polls unknown\npolls 3\n",
    ],
    [
      "leaves a gauge that is called _total alone",
      "# HELP active_total Now.\n# TYPE active_total gauge\nactive_total 3\n",
      "# HELP active_total Now.\n# TYPE active_total gauge\nactive_total 3\n",
    ],
    [
      "drops blank lines",
      "# TYPE a gauge\na 1\n\n# TYPE b gauge\nb 2\n\n",
      "# TYPE a gauge\na 1\n# TYPE b gauge\nb 2\n",
    ],
    ["escapes quotes in HELP", '# HELP a The "best".\n', '# HELP a The \\"best\\".\n'],
    [
      "keeps a histogram",
      '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 0.5\nh_count 1\n',
      '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 0.5\nh_count 1\n',
    ],
    ["makes nothing of nothing", "", ""],
  ])("%s", (_what, text, expected) => {
    expect(openMetricsLines(text)).toBe(expected);
  });
});
