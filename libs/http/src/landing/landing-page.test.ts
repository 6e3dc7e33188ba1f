import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { LandingFacts } from "./landing-facts.ts";
import { landingPage, landingRoute } from "./landing-page.ts";
import { duration } from "./landing-sections.ts";

const now = Date.UTC(2026, 1, 13, 20, 50, 30);
const routes = [{ path: "/metrics", title: "Metrics, for Prometheus" }];

const facts: LandingFacts = {
  name: "xp-tracker exporter",
  version: "1.0.0",
  snapshot: {
    state: "served",
    cluster: "prod",
    generation: 42,
    takenAt: now - 30_000,
    classes: [{ title: "claims", total: 39, ready: 30 }],
    sources: [
      {
        gvr: "a.example.org/v1/xbuckets",
        class: "composite",
        rows: 7,
        lastSuccess: now / 1000 - 300,
        error: "forbidden",
      },
      { gvr: "b.example.org/v1/xqueues", class: "composite", rows: 0, lastSuccess: 0, error: "timeout" },
      { gvr: "c.example.org/v1/xtopics", class: "claim", rows: 1, lastSuccess: now / 1000, error: "" },
    ],
  },
};

/** The page as a reader hears it: no tags, single spaces. */
const words = (markup: string): string =>
  markup
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("landing page", () => {
  it("tells what is served, how fresh and how complete it is", () => {
    const page = words(landingPage(facts, routes, now));
    expect(page).toContain("prod · xp-tracker exporter");
    expect(page).toContain("Cluster prod Generation 42 Taken 2026-02-13T20:50:00Z , 30 s ago");
    expect(page).toContain("claims 39 30 9");
    expect(page).toContain("1 of 3 were read completely");
    const [failing = "", all = ""] = page.split("All sources");
    for (const sources of [failing, all]) {
      expect(sources).toContain("a.example.org/v1/xbuckets composite forbidden 7 5 min ago");
      expect(sources).toContain("b.example.org/v1/xqueues composite timeout 0 never");
    }
    expect(failing).not.toContain("xtopics");
    expect(all).toContain("c.example.org/v1/xtopics claim 1 0 s ago");
    expect(page).toContain("/metrics Metrics, for Prometheus");
  });

  it("says why there is no snapshot", () => {
    const absent = { ...facts, snapshot: { state: "absent", reason: "the object is not there yet" } } as const;
    expect(words(landingPage(absent, routes, now))).toContain("No snapshot is served yet: the object is not there yet");
  });

  it("is only links for a process that serves no snapshot", () => {
    const page = words(landingPage({ name: "poller", version: "1.0.0" }, routes, now));
    expect(page).toContain("poller 1.0.0");
    expect(page).not.toContain("Snapshot");
  });

  it("escapes every string it is given", () => {
    const evil = `</title><script>alert("x")</script>'"&<img src=x onerror=alert(1)>`;
    const hostile: LandingFacts = {
      name: evil,
      version: evil,
      snapshot: {
        state: "served",
        cluster: evil,
        generation: 1,
        takenAt: now,
        classes: [{ title: evil, total: 1, ready: 1 }],
        sources: [{ gvr: evil, class: evil, rows: 1, lastSuccess: 0, error: evil }],
      },
    };
    const pages = [
      landingPage(hostile, [{ path: `/"${evil}`, title: evil }], now),
      landingPage({ ...hostile, snapshot: { state: "absent", reason: evil } }, routes, now),
    ];
    for (const page of pages) {
      expect(page).not.toMatch(/<script|<img|"x"/);
      expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&quot;&amp;&lt;img");
    }
  });

  it("needs no script, and follows light, dark and small screens", () => {
    const page = landingPage(facts, routes, now);
    expect(page).not.toContain("<script");
    expect(page).toContain("prefers-color-scheme: dark");
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1" />');
    expect(page).toContain('<html lang="en">');
  });

  it("shows a time that cannot be as it is, instead of failing", () => {
    const absurd = { ...facts, snapshot: { ...facts.snapshot, takenAt: Number.NaN } } as LandingFacts;
    expect(words(landingPage(absurd, routes, now))).toContain("Taken unknown");
  });
});

it("the policy allows the page's own style by its hash, and no other, whatever names smuggle in", async () => {
  const smuggled = "<style>*{display:none}</style><script>alert(1)</script>";
  const facts = { name: smuggled, version: "1", snapshot: { state: "absent", reason: smuggled } } as const;
  const { headers, body } = await landingRoute(() => facts, []).reply({ accept: "", query: {} });
  const page = String(Array.from(body.identity() as readonly Buffer[]));
  const styles = Array.from(page.matchAll(/<style>([^]*?)<\/style>/g), ([, style = ""]) => style);
  const hashes = styles.map((style) => createHash("sha256").update(style).digest("base64"));
  expect(hashes).toHaveLength(1);
  expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hashes[0]}';`);
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|script-src/);
});

describe("duration", () => {
  it.each([
    [-5_000, "0 s"],
    [999, "0 s"],
    [119_000, "119 s"],
    [120_000, "2 min"],
    [7_200_000, "2 h"],
    [12 * 86_400_000, "12 d"],
  ])("%d ms is %s", (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});
