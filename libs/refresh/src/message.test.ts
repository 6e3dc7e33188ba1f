import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeMessage, parseMessage } from "./message.ts";

const message = { cluster: "prod", generation: 42, etag: '"9a"', persistedAt: "2026-02-13T20:50:00Z" };

describe("refresh message", () => {
  it("is one JSON object with the documented keys in their order", () => {
    expect(encodeMessage({ ...message, more: 1 } as typeof message)).toBe(
      '{"cluster":"prod","generation":42,"etag":"\\"9a\\"","persistedAt":"2026-02-13T20:50:00Z"}',
    );
  });

  it("survives the way there, whatever its strings hold", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.maxSafeNat(),
        fc.string({ maxLength: 100 }),
        (cluster, generation, etag) => {
          const sent = { ...message, cluster: cluster.slice(0, 100), generation, etag };
          expect(parseMessage(encodeMessage(sent))).toEqual({ ok: true, value: sent });
        },
      ),
    );
  });

  it("of a newer version may have further keys", () => {
    expect(parseMessage(JSON.stringify({ ...message, rows: 7 }))).toEqual({ ok: true, value: message });
  });

  it.each([
    ["", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ['"refresh"', "it is not a JSON object"],
    [encodeMessage(message).slice(0, -1), "it is not a JSON object"],
    [JSON.stringify({ ...message, cluster: null }), "cluster is not a string"],
    [JSON.stringify({ ...message, generation: "42" }), "generation is not a whole number"],
    [JSON.stringify({ ...message, generation: -1 }), "generation is not a whole number"],
    [JSON.stringify({ ...message, generation: 1.5 }), "generation is not a whole number"],
    [JSON.stringify({ ...message, etag: undefined }), "etag is not a string"],
    [JSON.stringify({ ...message, persistedAt: "yesterday" }), "persistedAt is not a time"],
    [JSON.stringify({ ...message, cluster: "x".repeat(5_000) }), "it is longer than 4096 characters"],
  ])("is refused with a reason: %.40s", (text, reason) => {
    expect(parseMessage(text)).toEqual({ ok: false, reason });
  });

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseMessage(text).ok).toBeTypeOf("boolean");
      }),
    );
  });
});
