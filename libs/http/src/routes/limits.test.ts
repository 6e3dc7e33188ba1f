import { describe, expect, it } from "vitest";
import { concurrencyLimit, rateLimit } from "./limits.ts";
import type { Limit } from "./route.ts";
import type { Parts } from "../answers/parts.ts";

const statusOf = (entered: ReturnType<Limit>): number => ("refusal" in entered ? entered.refusal.status : 200);

describe("a bound on requests at the same time", () => {
  it("lets in as many as it says, and another when one has left", () => {
    const limit = concurrencyLimit(2, "MAX");
    const first = limit();
    expect([statusOf(first), statusOf(limit()), statusOf(limit())]).toEqual([200, 200, 503]);
    if ("leave" in first) first.leave();
    expect([statusOf(limit()), statusOf(limit())]).toEqual([200, 503]);
  });

  it("names itself, and says when to come again", () => {
    const limit = concurrencyLimit(1, "MAX_CONCURRENT_SCRAPES");
    limit();
    const refused = limit();
    expect(refused).toMatchObject({ refusal: { headers: { "retry-after": "1" } } });
    const [text] = "refusal" in refused ? Array.from(refused.refusal.body.identity() as Parts) : [];
    expect(text?.toString()).toContain("MAX_CONCURRENT_SCRAPES");
  });
});

describe("a bound on requests in a minute", () => {
  it("lets all of a minute in at once, then one after the other", () => {
    let now = 0;
    const limit = rateLimit(60, "RATE", () => now);
    expect(Array.from({ length: 60 }, () => statusOf(limit())).every((status) => status === 200)).toBe(true);
    expect(statusOf(limit())).toBe(429);
    now += 1_000;
    expect([statusOf(limit()), statusOf(limit())]).toEqual([200, 429]);
    now += 3_600_000;
    expect(Array.from({ length: 61 }, () => statusOf(limit())).filter((status) => status === 200)).toHaveLength(60);
  });

  it("says how long to wait", () => {
    const limit = rateLimit(2, "RATE", () => 0);
    limit();
    limit();
    expect(limit()).toMatchObject({ refusal: { headers: { "retry-after": "30" } } });
  });
});
