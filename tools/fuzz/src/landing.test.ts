import { exporterRoutes } from "@xp-tracker/http";
import type { LandingFacts, LandingSource } from "@xp-tracker/http";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { hostileText } from "./testing/hostile-text.ts";
import { readHtml } from "./testing/strict-html.ts";

const source = fc.record({
  gvr: hostileText,
  class: hostileText,
  rows: fc.integer(),
  lastSuccess: fc.oneof(fc.constant(0), fc.maxSafeNat()),
  error: fc.oneof(fc.constant(""), hostileText),
});
const classes = fc.array(fc.record({ title: hostileText, total: fc.integer(), ready: fc.integer() }), { maxLength: 3 });
const snapshot = fc.oneof(
  fc.record({ state: fc.constant("absent" as const), reason: hostileText }),
  fc.record({
    state: fc.constant("served" as const),
    cluster: hostileText,
    generation: fc.maxSafeNat(),
    takenAt: fc.maxSafeNat(),
    classes,
    sources: fc.array(source, { maxLength: 4 }),
  }),
);
const facts: fc.Arbitrary<LandingFacts> = fc.record({ name: hostileText, version: hostileText, snapshot });

/** The same with nothing of interest in any text; a text that says nothing keeps doing so. */
const harmless = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (key, member: unknown) =>
    typeof member === "string" && key !== "state" && member !== "" ? "x" : member,
  ) as T;

function pageOf(landing: LandingFacts): string {
  const nothing = () => {
    throw new Error("not asked for");
  };
  const routes = exporterRoutes({ pages: nothing, readiness: () => [], landing: () => landing });
  const reply = routes.find(({ path }) => path === "/")?.reply({ accept: "", query: {} });
  if (reply === undefined || reply instanceof Promise) throw new Error("there is no landing page");
  const csp = reply.headers["content-security-policy"] ?? "";
  if (!csp.startsWith("default-src 'none'") || csp.includes("script")) throw new Error("scripts may run");
  const body = reply.body.identity();
  if (!Array.isArray(body)) throw new Error("the page is not kept");
  return Buffer.concat(body).toString();
}

const textsOf = ({ name, version, snapshot: shown }: LandingFacts): readonly string[] => [
  name,
  version,
  ...(shown === undefined
    ? []
    : shown.state === "absent"
      ? [shown.reason]
      : [shown.cluster, ...failing(shown.sources)]),
];
const failing = (sources: readonly LandingSource[]): readonly string[] =>
  sources.flatMap(({ gvr, error }) => (error === "" ? [] : [gvr, error]));

fuzz("landing", "page has the same markup whatever the cluster's texts say, and shows them as texts", {
  input: facts,
  holds(landing) {
    const found = readHtml(pageOf(landing));
    const usual = readHtml(pageOf(harmless(landing)));
    if (found.tags.join("\n") !== usual.tags.join("\n")) throw new Error("a text became markup");
    const shown = found.texts.join("");
    for (const text of textsOf(landing)) {
      if (!shown.includes(text.toWellFormed())) throw new Error(`${JSON.stringify(text)} is not shown as it is`);
    }
  },
});
