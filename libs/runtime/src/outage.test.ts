import { describe, expect, it } from "vitest";
import { AppError } from "./errors/app-error.ts";
import { createLog } from "./log/log.ts";
import { outage } from "./outage.ts";

const refused = new AppError("SNAPSHOT_READ", "refused", { remedy: "Wait." });
const corrupt = new AppError("SNAPSHOT_CORRUPT", "torn", { remedy: "Write it again." });

function watched() {
  const lines: string[] = [];
  const destination = {
    write: (line: string) => {
      const { level, msg, location } = JSON.parse(line) as Record<string, string>;
      lines.push(`${level} ${msg} ${location}`);
    },
  };
  const log = createLog({ service: "test", format: "json", destination });
  const messages = { level: "warn", failed: "down", worked: "up" } as const;
  return { lines, ...outage(log, messages, { location: "here" }) };
}

describe("an outage", () => {
  it("is one line at its begin and one at its end, however often it is noticed", () => {
    const { lines, failed, worked } = watched();
    worked();
    failed(refused);
    failed(refused);
    worked();
    worked();
    failed(refused);
    expect(lines).toEqual(["WARN down here", "INFO up here", "WARN down here"]);
  });

  it("is told again when its code changes", () => {
    const { lines, failed, trouble } = watched();
    expect([failed(refused), failed(corrupt), failed(new Error("what?"))]).toEqual([
      "SNAPSHOT_READ",
      "SNAPSHOT_CORRUPT",
      "INTERNAL",
    ]);
    expect(lines).toHaveLength(3);
    expect(trouble()).toBe("INTERNAL");
  });
});
