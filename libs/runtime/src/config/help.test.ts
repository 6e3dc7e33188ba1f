import { expect, it } from "vitest";
import { helpText } from "./help.ts";

it("lists the variables of the service with their defaults, and no others", () => {
  expect(helpText("exporter")).toContain("REFRESH_INTERVAL_SECONDS (default 30)");
  expect(helpText("exporter")).not.toContain("POLL_INTERVAL_SECONDS");
  expect(helpText("poller")).toContain("POLL_INTERVAL_SECONDS (default 30)");
  expect(helpText("poller")).not.toContain("REFRESH_INTERVAL_SECONDS (default");
});
