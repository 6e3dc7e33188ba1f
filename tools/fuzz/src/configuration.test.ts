import { AppError, checkConfig, configTable, readConfig, services } from "@xp-tracker/runtime";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { hostileText } from "./testing/hostile-text.ts";

const SECRET = "hunter2hunter2";
const urls = new Set(["REDIS_URL", "S3_ENDPOINT"]);
const names: readonly string[] = Object.values(configTable).map(({ name }) => name);
const value = fc.oneof(
  hostileText,
  fc.constantFrom(
    "0",
    "-1",
    "1e3",
    "9".repeat(400),
    "true",
    ":8080",
    "[::1]:1",
    "file",
    "s3",
    "watch",
    ",,",
    "/",
    "\0",
  ),
  hostileText.map((text) => `redis://user:${SECRET}@${text}`),
  hostileText.map((text) => `https://user:${SECRET}@host/${text}`),
);

fuzz("configuration", "of any values is taken, or every mistake is told with a remedy and without a password", {
  input: fc.record({
    service: fc.constantFrom(...services),
    variables: fc.dictionary(fc.constantFrom(...names, ...urls), value, { maxKeys: 6 }),
  }),
  holds({ service, variables }) {
    const reading = checkConfig(service, variables);
    if (reading.ok) return;
    for (const { name, value: shown, reason, remedy } of reading.mistakes) {
      if (!names.includes(name) || reason === "" || remedy === "") throw new Error(`${name} is told without a remedy`);
      if (urls.has(name) && shown.includes(SECRET)) throw new Error(`the password of ${name} is told`);
    }
    expectTold(() => readConfig(service, variables));
  },
});

function expectTold(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError && error.code === "CONFIG_INVALID") return;
    throw error;
  }
  throw new Error("a mistake that was told is none");
}
