import { Worker } from "node:worker_threads";
import { AppError } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import type { Found, Order, Report, ThreadSettings } from "./messages.ts";

/** Rows live for a moment only. Left to itself V8 lets the space for them grow to more than all else together. */
const YOUNG_MB = 16;

/** A thread until its end; then every promise is rejected with RENDER_THREAD. */
export interface RunningWorker {
  readonly started: Promise<{ readonly location: string }>;
  hasEnded(): boolean;
  look(signal: AbortSignal): Promise<Found>;
  bookkeeping(signal: AbortSignal): Promise<GzipSegment>;
  close(): Promise<void>;
}

/** @param endingMs how long it may take to end by itself */
export function startWorker(program: URL, settings: ThreadSettings, endingMs: number): RunningWorker {
  const worker = new Worker(program, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const started = promised<{ readonly location: string }>();
  let waiting = promised<Found>();
  let following = promised<GzipSegment>();
  const exited = promised<void>();
  let fault: unknown;
  let ended = false;

  worker.on("message", (report: Report) => {
    if (report.kind === "started") started.resolve(report);
    else if (report.kind === "looked") waiting.resolve(withBuffers(report.found));
    else if (report.kind === "bookkeeping") following.resolve(withBuffer(report.bookkeeping));
    else waiting.reject(new AppError(report.code, report.message, report));
  });
  worker.on("error", (error) => {
    fault = error;
  });
  worker.on("exit", () => {
    ended = true;
    exited.resolve();
    started.reject(threadEnded(fault));
    waiting.reject(threadEnded(fault));
    following.reject(threadEnded(fault));
  });
  const order = (message: Order): void => worker.postMessage(message, []);

  return {
    started: started.promise,
    hasEnded: () => ended,
    look: async (signal) => {
      signal.throwIfAborted();
      if (ended) throw threadEnded(fault);
      waiting = promised();
      following = promised();
      order("look");
      return unlessAborted(waiting, signal, () => order("abort"));
    },
    bookkeeping: (signal) => unlessAborted(following, signal),
    close: async () => {
      // Ended from outside in the moment in which it begins to compress, Node aborts the whole process.
      order("end");
      const impatience = setTimeout(() => void worker.terminate(), endingMs);
      await exited.promise;
      clearTimeout(impatience);
    },
  };
}

const threadEnded = (cause: unknown): AppError =>
  new AppError("RENDER_THREAD", "the render thread ended", {
    cause,
    remedy: "Look at the cause; if it is memory, raise the limit of the container or of Node (--max-old-space-size).",
  });

/** Who waits hears of a failure; where nobody does, the next look finds that the thread has ended. */
function promised<T>(): PromiseWithResolvers<T> {
  const promise = Promise.withResolvers<T>();
  promise.promise.catch(() => undefined);
  return promise;
}

async function unlessAborted<T>(
  { promise, reject }: PromiseWithResolvers<T>,
  signal: AbortSignal,
  onAbort: () => void = () => undefined,
): Promise<T> {
  const abort = (): void => {
    onAbort();
    reject(signal.reason);
  };
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  return promise.finally(() => signal.removeEventListener("abort", abort));
}

function withBuffers(found: Found): Found {
  if (found.kind !== "restored") return found;
  const { rendered } = found;
  return { ...found, rendered: { ...rendered, metrics: withBuffer(rendered.metrics) } };
}

/** What crosses threads arrives as plain bytes. */
function withBuffer(segment: GzipSegment): GzipSegment {
  const { buffer, byteOffset, byteLength } = segment.deflated;
  return { ...segment, deflated: Buffer.from(buffer, byteOffset, byteLength) };
}
