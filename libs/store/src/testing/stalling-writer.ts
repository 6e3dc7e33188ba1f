import { s3Object } from "../s3/s3-object.ts";
import { bodyOf } from "./bodies.ts";

/**
 * A process that writes once to the server that its argument names. A message starts the time after which it must not,
 * and is answered.
 */
const MAY_WRITE_MS = 300;
const over = new AbortController();
process.on("message", () => {
  setTimeout(() => over.abort(new Error("the time is up")), MAY_WRITE_MS);
  process.send?.("counting");
});
const [endpoint = ""] = process.argv.slice(2);
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-very-secret-key" };
const target = { bucket: "bucket", prefix: "prefix", region: "us-east-1", timeoutMs: 60_000 };
const object = s3Object({ ...target, endpoint, credentials });
const outcome = await object.put(bodyOf("{}"), '"e"', over.signal).then(
  ({ kind }) => kind,
  (error: unknown) => (error instanceof Error ? error.message : "unknown"),
);
process.send?.(outcome);
process.disconnect();
