import { expect, it } from "vitest";
import { AppError } from "../errors/app-error.ts";
import { createLog } from "./log.ts";
import type { Log, LogSettings } from "./log.ts";

function logged(write: (log: Log) => void, settings: Partial<LogSettings> = {}): string[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLog({ service: "poller", level: "debug", format: "json", destination, ...settings }));
  return lines;
}

const fieldsOf = (write: (log: Log) => void): unknown => JSON.parse(logged(write)[0] ?? "");

it("writes one JSON object per line with time, level, service and msg", () => {
  const lines = logged((log) => log.info("polling cycle complete", { rows: 3 }));
  expect(lines).toEqual([expect.stringMatching(/^\{.*\}\n$/)]);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    level: "INFO",
    service: "poller",
    msg: "polling cycle complete",
    rows: 3,
  });
});

it("leaves out what is below its level", () => {
  const write = (log: Log) => {
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
  };
  expect(logged(write, { level: "warn" }).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["c", "d"]);
});

it("adds the fields of a child to each of its lines", () => {
  expect(fieldsOf((log) => log.child({ gvr: "a/v1/b" }).child({ page: 2 }).warn("slow"))).toMatchObject({
    gvr: "a/v1/b",
    page: 2,
  });
});

it("writes errors with code, remedy and the chain of causes, and a stack only where nobody expected the error", () => {
  const root = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const cause = new AppError("KUBE_API", "cannot list", { cause: root, remedy: "check RBAC" });
  const error = new AppError("INTERNAL", "cycle failed", { cause, remedy: "see the cause" });
  expect(fieldsOf((log) => log.error("failed", { error }))).toMatchObject({
    error: {
      name: "AppError",
      code: "INTERNAL",
      message: "cycle failed",
      remedy: "see the cause",
      cause: { code: "KUBE_API", cause: { code: "ECONNREFUSED", message: "connect ECONNREFUSED" } },
    },
  });
  expect(JSON.stringify(fieldsOf((log) => log.error("failed", { error })))).not.toContain("stack");
  expect(fieldsOf((log) => log.error("failed", { error: new TypeError("x") }))).toMatchObject({
    error: { stack: expect.stringContaining("log.test.ts") as string },
  });
});

it("tells a cause that is a text, as it comes from another thread, as that", () => {
  const error = new AppError("SNAPSHOT_READ", "cannot read", { cause: "it hung up", remedy: "wait" });
  const { cause } = (
    fieldsOf((log) => log.warn("not read", { error })) as { readonly error: { readonly cause: unknown } }
  ).error;
  expect(cause).toEqual({ message: "it hung up" });
});

it("survives what cannot be written as JSON: an error that causes itself, a bigint, a loop", () => {
  const error = new Error("a");
  error.cause = error;
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  expect(fieldsOf((log) => log.error("odd", { error, loop, bytes: 12n, thrown: "text" }))).toMatchObject({
    bytes: "12",
    thrown: "text",
  });
});

it("never writes the password of a URL, wherever it hides", () => {
  const url = "redis://user:hunter2@cache:6379";
  const error = new Error(`cannot reach ${url}`, { cause: new Error(url) });
  const lines = logged((log) => log.child({ url }).error(`lost ${url}`, { error, nested: [{ url }] }));
  expect(lines.join("")).not.toContain("hunter2");
  expect(lines.join("").match(/redis:\/\/user:\*\*\*@cache:6379/g)?.length).toBeGreaterThanOrEqual(5);
});

it("is readable on a terminal", () => {
  const [line] = logged((log) => log.warn("snapshot is stale", { ageSeconds: 90 }), { format: "pretty" });
  expect(line).toContain("WARN");
  expect(line).toContain("snapshot is stale");
  expect(line).toContain("ageSeconds: 90");
});
