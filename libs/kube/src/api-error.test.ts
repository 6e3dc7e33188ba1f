import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPath, sharedSkipReason } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { failureOfStatus, messageOfBody, retryAfterMsOf } from "./api-error.ts";

describe("Retry-After", () => {
  const now = Date.parse("2026-11-22T13:00:00Z");
  it.each([
    ["1", 1_000],
    [" 30 ", 30_000],
    ["Sun, 22 Nov 2026 13:00:05 GMT", 5_000],
    ["Sun, 22 Nov 2026 12:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("%j is %j ms", (header, ms) => {
    expect(retryAfterMsOf(header, now)).toBe(ms);
  });
});

describe("messages of error bodies", () => {
  it("long ones are cut", () => {
    expect(messageOfBody("x".repeat(1_000))).toHaveLength(301);
  });

  it.each(["{broken", "{}", '{"message":1}'])("%j stands for itself", (body) => {
    expect(messageOfBody(body)).toBe(body);
  });
});

const KUBE_API = "fixtures/kube-api";
const recordings = sharedPath(KUBE_API);
const reason = sharedSkipReason(KUBE_API);
const missing = reason === undefined ? "" : ` (skipped: ${reason})`;

interface Exchange {
  readonly title: string;
  readonly response?: { readonly status: number; readonly body?: unknown; readonly bodyText?: string };
}

describe.skipIf(missing !== "")(`recorded refusals of a real kube-apiserver${missing}`, () => {
  const files = missing === "" ? readdirSync(recordings).filter((name) => /^0[1-7].*\.json$/.test(name)) : [];
  const refusals = files.flatMap((file) => {
    const { exchanges } = JSON.parse(readFileSync(join(recordings, file), "utf8")) as {
      exchanges: readonly Exchange[];
    };
    return exchanges.flatMap(({ title, response }) =>
      response && response.status >= 400 ? [{ file, title, response }] : [],
    );
  });

  it("are there", () => expect(refusals.length).toBeGreaterThan(30));

  it.each(refusals)("$file: $title", ({ response: { status, body, bodyText } }) => {
    const message = messageOfBody(bodyText ?? JSON.stringify(body) ?? "");
    const said = (body as { message?: string } | null | undefined)?.message || message;
    expect(message.slice(0, 300)).toBe(said.slice(0, 300));
    expect(message).not.toContain('"kind":"Status"');
    expect(failureOfStatus(status)).toMatch(/^[a-z_]+$/);
  });
});
