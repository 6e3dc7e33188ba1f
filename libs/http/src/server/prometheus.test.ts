import { createLog } from "@xp-tracker/runtime";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { bodyOf, exporterRoutes, startServer, withGzip } from "../index.ts";
import type { Ask } from "../index.ts";

const never = new AbortController().signal;
const reason = prometheusSkipReason();

const page = '# HELP claims Claims.\n# TYPE claims gauge\nclaims{namespace="team-a"} 3\n';

/** As prom-client writes it: blank lines, counters with their suffix, a gauge that is called a total. */
const own = `# HELP polls_total Polls, the "real" ones.
# TYPE polls_total counter
polls_total{result="ok"} 7

# HELP active_total Handles.
# TYPE active_total gauge
active_total 2

# HELP cycle_seconds Duration.
# TYPE cycle_seconds histogram
cycle_seconds_bucket{le="1"} 1
cycle_seconds_bucket{le="+Inf"} 2
cycle_seconds_sum 3.5
cycle_seconds_count 2
`;

const accepts = { openmetrics: "application/openmetrics-text;version=1.0.0", text: "text/plain;version=0.0.4" };

it.skipIf(reason !== undefined).each(Object.entries(accepts))(
  `a real Prometheus reads the page together with the process's own metrics, as %s${reason === undefined ? "" : ` (${reason})`}`,
  async (_format, accept) => {
    const metrics = {
      text: await withGzip(bodyOf("text/plain", page), never),
      openmetrics: await withGzip(bodyOf("application/openmetrics-text", `${page}# EOF\n`), never),
    };
    const routes = exporterRoutes({
      pages: () => ({ metrics, bookkeeping: bodyOf("application/json", "{}") }),
      readiness: () => [],
      landing: () => ({ name: "standalone", version: "1" }),
      extraMetrics: () => Promise.resolve(own),
    });
    // Prometheus asks for both; each is made to answer here.
    const forced = routes.map((route) => ({ ...route, reply: (ask: Ask) => route.reply({ ...ask, accept }) }));
    const log = createLog({ service: "test", destination: { write: () => undefined } });
    const server = await startServer({ address: "127.0.0.1:0", routes: forced, log, name: "metrics" });
    onTestFinished(() => server.close(0));
    const prometheus = await startPrometheus({ targets: { standalone: [server.address] } });
    onTestFinished(() => prometheus.stop());

    expect(await prometheus.scraped()).toMatchObject([{ health: "up", lastError: "" }]);
    await vi.waitFor(async () => {
      const [sum] = await prometheus.query("sum({__name__=~'claims|polls_total|active_total|cycle_seconds_count'})");
      expect(sum?.value).toBe(3 + 7 + 2 + 2);
    }, 20_000);
  },
);
