import { encodeMessage, parseMessage } from "@xp-tracker/refresh";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { anyJson, damaged } from "./testing/hostile-json.ts";
import { hostileText } from "./testing/hostile-text.ts";

const message = fc.record({
  cluster: hostileText,
  generation: fc.integer(),
  etag: hostileText,
  persistedAt: fc.constantFrom("2026-02-13T20:50:00Z", "soon"),
});
const text = fc.oneof(hostileText, fc.oneof(damaged(message), anyJson).map(textOf));

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "[".repeat(20_000);
  }
}

fuzz("messages", "on the refresh channel are hints or are refused with a reason of our own", {
  input: text,
  holds(received) {
    const read = parseMessage(received);
    if (!read.ok) {
      if (!/^[a-zA-Z0-9 ]{1,100}$/.test(read.reason)) throw new Error(`the reason is ${read.reason}`);
      return;
    }
    const types = Object.values(read.value).map((value) => typeof value);
    if (types.join() !== "string,number,string,string") throw new Error(`its fields are ${types.join()}`);
    const again = parseMessage(encodeMessage(read.value));
    if (JSON.stringify(again) !== JSON.stringify(read)) throw new Error("it is another one when it is sent on");
  },
});
