import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runLoop, startLoop } from "./loop.ts";

let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
  vi.useFakeTimers();
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

/** A task that takes `takesMs` and keeps the times at which it started. */
function timedTask(takesMs: number) {
  const starts: number[] = [];
  let running = 0;
  let overlapped = false;
  const task = async (): Promise<void> => {
    starts.push(performance.now());
    overlapped ||= ++running > 1;
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    running--;
  };
  return { task, starts, overlapped: () => overlapped };
}

const fail = (thrown: unknown): void => expect.fail(String(thrown));
const begin = () => performance.now();

it("runs at once, and then once per interval, counted from start to start", async () => {
  const { task, starts } = timedTask(30);
  const t = begin();
  startLoop(task, { intervalMs: 100, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(250);
  expect(starts.map((start) => start - t)).toEqual([0, 100, 200]);
});

it("never overlaps: a run that is late is followed at once", async () => {
  const { task, starts, overlapped } = timedTask(250);
  const t = begin();
  startLoop(task, { intervalMs: 100, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(600);
  // The millisecond is Node's shortest timer: I/O and signals get their turn between two late runs.
  expect(starts.map((start) => start - t)).toEqual([0, 251, 502]);
  expect(overlapped()).toBe(false);
});

it("reports an error and goes on", async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const task = () => Promise.reject(new Error(`run ${++runs}`));
  startLoop(task, { intervalMs: 100, onError: (error) => errors.push(error) }, stop.signal);
  await vi.advanceTimersByTimeAsync(150);
  expect(errors).toEqual([new Error("run 1"), new Error("run 2")]);
});

it("lengthens intervals by a random part, where jitter is asked for", async () => {
  const { task, starts } = timedTask(0);
  const t = begin();
  startLoop(task, { intervalMs: 100, jitter: 0.5, random: () => 0.5, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(260);
  expect(starts.map((start) => start - t)).toEqual([0, 125, 250]);
});

it("runs at once when it is woken, and counts the interval from there", async () => {
  const { task, starts } = timedTask(0);
  const t = begin();
  const loop = startLoop(task, { intervalMs: 100, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(40);
  loop.wake();
  await vi.advanceTimersByTimeAsync(110);
  expect(starts.map((start) => start - t)).toEqual([0, 40, 140]);
});

it("makes one run of a burst: those while it rests, and those while it runs", async () => {
  const { task, starts, overlapped } = timedTask(50);
  const loop = startLoop(task, { intervalMs: 10_000, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(60);
  for (let i = 0; i < 100; i++) loop.wake();
  await vi.advanceTimersByTimeAsync(60);
  expect(starts).toHaveLength(2);

  loop.wake();
  await vi.advanceTimersByTimeAsync(10);
  for (let i = 0; i < 100; i++) loop.wake();
  await vi.advanceTimersByTimeAsync(1000);
  expect(starts).toHaveLength(4);
  expect(overlapped()).toBe(false);
});

it("ends at once when it is stopped at rest, and after the run under way otherwise", async () => {
  const resting = startLoop(timedTask(0).task, { intervalMs: 600_000, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(10);
  let ended = false;
  const busy = new AbortController();
  const done = startLoop(timedTask(50).task, { intervalMs: 100, onError: fail }, busy.signal).done.then(
    () => (ended = true),
  );
  busy.abort();
  await vi.advanceTimersByTimeAsync(10);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(50);
  await done;
  stop.abort();
  await resting.done;
  expect(vi.getTimerCount()).toBe(0);
});

it("reports no error of a run that the stop itself made fail", async () => {
  const task = (signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  const errors: unknown[] = [];
  const done = runLoop(task, { intervalMs: 100, onError: (error) => errors.push(error), signal: stop.signal });
  stop.abort();
  await done;
  expect(errors).toEqual([]);
});

it("keeps no listeners on the signal, however often it rests", async () => {
  const added = vi.spyOn(stop.signal, "addEventListener");
  const removed = vi.spyOn(stop.signal, "removeEventListener");
  startLoop(timedTask(0).task, { intervalMs: 10, onError: fail }, stop.signal);
  await vi.advanceTimersByTimeAsync(1000);
  expect(added.mock.calls.length - removed.mock.calls.length).toBeLessThanOrEqual(1);
});
