import { html } from "./html.ts";
import type { Html } from "./html.ts";
import type { LandingClass, LandingSource } from "./landing-facts.ts";

/** How many resources there are of each class, and how many are ready. */
export const landingClasses = (classes: readonly LandingClass[]): Html =>
  html`<section aria-labelledby="resources">
    <h2 id="resources">Resources</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" class="number">Total</th>
          <th scope="col" class="number">Ready</th>
          <th scope="col" class="number">Not ready</th>
        </tr>
      </thead>
      <tbody>
        ${classes.map(
          ({ title, total, ready }) =>
            html`<tr>
              <th scope="row">${title}</th>
              <td class="number">${total}</td>
              <td class="number">${ready}</td>
              ${notReady(total - ready)}
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;

const notReady = (count: number): Html => html`<td class="${count > 0 ? "number bad" : "number"}">${count}</td>`;

/** How complete the snapshot is: the sources that could not be read first, and all of them where somebody asks. */
export function landingSources(sources: readonly LandingSource[], nowMs: number): Html {
  const failing = sources.filter(({ error }) => error !== "");
  return html`<section aria-labelledby="sources">
    <h2 id="sources">Sources</h2>
    <p class="${failing.length > 0 ? "bad" : "good"}">
      ${sources.length - failing.length} of ${sources.length} were read completely in the last cycle.
    </p>
    ${failing.length > 0 ? sourceTable(failing, nowMs) : []}
    <details>
      <summary>All sources</summary>
      ${sourceTable(sources, nowMs)}
    </details>
  </section>`;
}

const sourceTable = (sources: readonly LandingSource[], nowMs: number): Html =>
  html`<div class="wide" tabindex="0" role="region" aria-labelledby="sources">
    <table>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Class</th>
          <th scope="col">Error</th>
          <th scope="col" class="number">Rows</th>
          <th scope="col">Last read</th>
        </tr>
      </thead>
      <tbody>
        ${sources.map(
          (source) =>
            html`<tr>
              <th scope="row"><code>${source.gvr}</code></th>
              <td>${source.class}</td>
              <td class="bad">${source.error}</td>
              <td class="number">${source.rows}</td>
              <td>${lastRead(source, nowMs)}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;

const lastRead = ({ lastSuccess }: LandingSource, nowMs: number): string =>
  lastSuccess === 0 ? "never" : `${duration(nowMs - lastSuccess * 1000)} ago`;

const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
] as const;

/** Milliseconds as people say it: `0 s`, `42 s`, `7 min`, `3 h`, `12 d`. Clocks that disagree give `0 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const unit = units.find((candidate) => seconds >= 2 * candidate.seconds);
  return unit === undefined ? `${seconds} s` : `${Math.floor(seconds / unit.seconds)} ${unit.name}`;
}
