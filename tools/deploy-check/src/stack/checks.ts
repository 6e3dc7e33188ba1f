import { claimCount } from "./control-plane.ts";
import { repeatedSeries, sumOf } from "./exposition.ts";
import { fetchText } from "./fetch-text.ts";
import type { Check, Outcome, Stack } from "./stack.ts";

const families = ["crossplane_claims_total", "crossplane_xr_total", "crossplane_mr_total"] as const;
const GENERATION = "xp_tracker_snapshot_generation";

/** What must hold of every stack, whatever its size. A stack is under way, so each is tried until it holds. */
export const checks: readonly Check[] = [
  { name: "every exporter is alive and ready", run: exportersReady },
  { name: "every target is up", run: targetsUp },
  { name: "the snapshot is one target", run: oneTarget },
  { name: "each exporter's telemetry is a target of its own", run: telemetryTargets },
  { name: "exporters answer with equal bytes", run: equalPages },
  { name: "no series is twice on a page", run: noRepeatedSeries },
  { name: "no series is twice in Prometheus", run: noDuplicates },
  { name: "sums in Prometheus are those of one page", run: sumsOfOnePage },
  { name: "claims in Prometheus are those of the control plane", run: claimsOfControlPlane },
];

async function exportersReady({ exporters }: Stack): Promise<Outcome> {
  await Promise.all(exporters.flatMap((url) => ["/healthz", "/readyz"].map((path) => fetchText(`${url}${path}`))));
  return { ok: exporters.length > 0, finding: `${exporters.length} exporters` };
}

async function targetsUp({ prometheus }: Stack): Promise<Outcome> {
  const targets = await prometheus.targets();
  const down = targets.filter(({ health }) => health !== "up");
  const ok = targets.length > 0 && down.length === 0;
  const bad = down.map(({ url, health, lastError }) => `${url} is ${health} ${lastError}`);
  return { ok, finding: ok ? `${targets.length} targets` : bad.join("; ") };
}

async function oneTarget({ prometheus }: Stack): Promise<Outcome> {
  const count = await prometheus.value("count(xp_tracker_snapshot_loaded)");
  return { ok: count === 1, finding: `${count} targets serve a snapshot to Prometheus` };
}

async function telemetryTargets({ prometheus, exporters }: Stack): Promise<Outcome> {
  const count = await prometheus.value("count(xp_tracker_refresh_subscribed)");
  return { ok: count === exporters.length, finding: `${count} of ${exporters.length}` };
}

async function equalPages(stack: Stack): Promise<Outcome> {
  const pages = await pagesOf(stack);
  const generations = new Set(pages.map((page) => sumOf(page, GENERATION)));
  const ok = pages.length > 0 && new Set(pages).size === 1;
  return {
    ok,
    finding: `${pages.length} pages of ${pages[0]?.length ?? 0} characters, generations ${[...generations].join()}`,
  };
}

async function noRepeatedSeries(stack: Stack): Promise<Outcome> {
  const repeated = (await pagesOf(stack)).flatMap(repeatedSeries);
  return { ok: repeated.length === 0, finding: repeated.length === 0 ? "none" : repeated.slice(0, 3).join("; ") };
}

/** Series that differ only by where they were scraped are one fact that was counted twice. */
async function noDuplicates({ prometheus }: Stack): Promise<Outcome> {
  const named =
    'label_replace({__name__=~"crossplane_.+|xp_tracker_(snapshot|source)_.+"}, "family", "$1", "__name__", "(.+)")';
  const all = await prometheus.value(`count(${named})`);
  const facts = await prometheus.value(
    `count(count without (job, instance, pod, container, endpoint, service) (${named}))`,
  );
  return { ok: all > 0 && all === facts, finding: `${all} series, ${facts} facts` };
}

async function sumsOfOnePage({ prometheus, exporters: [exporter] }: Stack): Promise<Outcome> {
  const page = await fetchText(`${exporter}/metrics`);
  const generation = await prometheus.value(GENERATION);
  const sums = await Promise.all(
    families.map(async (family) => [await prometheus.value(`sum(${family})`), sumOf(page, family)]),
  );
  const sameGeneration = generation === sumOf(page, GENERATION);
  const text = sums.map(([stored, served], index) => `${families[index]} ${stored} of ${served}`).join(", ");
  return {
    ok: sameGeneration && sums.every(([stored, served]) => stored === served),
    finding: sameGeneration ? text : `Prometheus has generation ${generation}, the page is another`,
  };
}

async function claimsOfControlPlane({ prometheus, controlPlane }: Stack): Promise<Outcome> {
  if (controlPlane === undefined) return { ok: true, finding: "left out: no control plane was named" };
  const [stored, held] = await Promise.all([
    prometheus.value("sum(crossplane_claims_total)"),
    claimCount(controlPlane),
  ]);
  return { ok: held > 0 && stored === held, finding: `${stored} of ${held}` };
}

const pagesOf = ({ exporters }: Stack): Promise<readonly string[]> =>
  Promise.all(exporters.map((url) => fetchText(`${url}/metrics`)));
