import { createHash } from "node:crypto";
import { bodyOf } from "../answers/body.ts";
import { duration, landingClasses, landingSources } from "./landing-sections.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import type { LandingFacts, LandingSnapshot } from "./landing-facts.ts";
import { landingStyle } from "./landing-style.ts";
import { textReply } from "../routes/route.ts";
import type { Reply, Route } from "../routes/route.ts";

/** Nothing but the page's own style may load or run, whatever an object's name smuggles in. */
const headersOf = (page: string): Readonly<Record<string, string>> => ({
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src '${styleHashOf(page)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
});

/** The only style is ours: whatever names smuggle in is escaped. */
function styleHashOf(page: string): string {
  const [, style = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
  return `sha256-${createHash("sha256").update(style).digest("base64")}`;
}

/** `/`: links to `routes` and what there is to know of the snapshot. */
export const landingRoute = (facts: () => LandingFacts, routes: readonly Route[]): Route => ({
  path: "/",
  title: "This page",
  reply: (): Reply => {
    const page = landingPage(facts(), routes, Date.now());
    return { ...textReply(200, "", headersOf(page)), body: bodyOf("text/html; charset=utf-8", page) };
  },
});

/** @param nowMs Unix milliseconds, that ages are told against */
export function landingPage(
  facts: LandingFacts,
  routes: readonly Pick<Route, "path" | "title">[],
  nowMs: number,
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${titleOf(facts)}</title>
        <style>
          ${landingStyle}
        </style>
      </head>
      <body>
        <header>
          <h1>${facts.name} <small>${facts.version}</small></h1>
        </header>
        <main>
          ${facts.snapshot === undefined ? [] : snapshotSection(facts.snapshot, nowMs)}
          <section aria-labelledby="endpoints">
            <h2 id="endpoints">Endpoints</h2>
            <ul class="endpoints">
              ${routes.map(
                ({ path, title }) =>
                  html`<li>
                    <a href="${path}"><code>${path}</code></a> <span>${title}</span>
                  </li> `,
              )}
            </ul>
          </section>
        </main>
      </body>
    </html> `.markup;
}

function titleOf({ name, snapshot }: LandingFacts): string {
  return snapshot?.state === "served" && snapshot.cluster !== "" ? `${snapshot.cluster} · ${name}` : name;
}

function snapshotSection(snapshot: LandingSnapshot, nowMs: number): Html {
  if (snapshot.state === "absent") {
    return html`<p class="bad" role="status">No snapshot is served yet: ${snapshot.reason}</p>`;
  }
  const { cluster, generation, takenAt, classes, sources } = snapshot;
  return html`<section aria-labelledby="snapshot">
      <h2 id="snapshot">Snapshot</h2>
      <dl>
        <div>
          <dt>Cluster</dt>
          <dd>${cluster === "" ? "not named" : cluster}</dd>
        </div>
        <div>
          <dt>Generation</dt>
          <dd>${generation}</dd>
        </div>
        <div>
          <dt>Taken</dt>
          <dd>${taken(takenAt, nowMs)}</dd>
        </div>
      </dl>
    </section>
    ${landingClasses(classes)} ${landingSources(sources, nowMs)}`;
}

/** Snapshots come from outside, and a date that does not exist must not cost the page. */
function taken(takenAt: number, nowMs: number): Html {
  const date = new Date(takenAt);
  if (Number.isNaN(date.getTime())) return html`unknown`;
  const iso = date.toISOString().replace(/\.\d+Z$/, "Z");
  return html`<time datetime="${iso}">${iso}</time>, ${duration(nowMs - takenAt)} ago`;
}
