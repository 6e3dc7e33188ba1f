import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { abortable } from "./abortable.ts";

it("is the promise while nobody aborts, and listens no longer once that has ended", async () => {
  const { signal } = new AbortController();
  await expect(abortable(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(abortable(Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("is the signal's reason as soon as it aborts, also where it has aborted before; what comes later is dropped", async () => {
  const stop = new AbortController();
  const late = Promise.withResolvers<number>();
  const result = abortable(late.promise, stop.signal);
  stop.abort(new Error("enough"));
  await expect(result).rejects.toThrow("enough");
  await expect(abortable(late.promise, stop.signal)).rejects.toThrow("enough");
  late.reject(new Error("nobody hears this"));
  await expect(late.promise).rejects.toThrow("nobody");
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});
