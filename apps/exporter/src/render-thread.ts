import { Worker } from "node:worker_threads";
import { AppError, retry } from "@xp-tracker/runtime";
import type { Backoff, GzipSegment, Log } from "@xp-tracker/runtime";
import type { Found, Order, Report, ThreadSettings } from "./messages.ts";

export interface RenderThread {
  /** Where the snapshot lies, for people. */
  readonly location: string;
  /**
   * Looks for a newer snapshot and renders it. One at a time. A thread that ended is started again.
   * @throws AppError as the store's `restore` does, and RENDER_THREAD when the thread ends again and again
   */
  look(signal: AbortSignal): Promise<Found>;
  /** The other page of the snapshot that the last look found. @throws AppError RENDER_THREAD when the thread ended before */
  bookkeeping(signal: AbortSignal): Promise<GzipSegment>;
  close(): Promise<void>;
}

export interface RenderThreadOptions extends Partial<Backoff> {
  readonly settings: ThreadSettings;
  readonly log: Log;
  /** The program of the thread; tests have their own. */
  readonly program?: URL;
}

const ATTEMPTS = 5;
/** Rows live for a moment only. Left to itself V8 lets the space for them grow to more than all else together. */
const YOUNG_MB = 16;

/**
 * Starts the thread that restores, renders and compresses, so that nothing of it holds up an answer.
 * @throws AppError RENDER_THREAD when it cannot be started
 */
export async function startRenderThread(options: RenderThreadOptions): Promise<RenderThread> {
  const { settings, log, program = workerProgram(), baseMs = 1000, maxMs = 30_000 } = options;
  let running = startWorker(program, settings);
  const { location } = await running.started;

  const lookOnce = async (signal: AbortSignal): Promise<Found> => {
    if (running.hasEnded()) running = startWorker(program, settings);
    await running.started;
    return running.look(signal);
  };
  const endedOnce = (thrown: unknown): boolean => {
    const ended = thrown instanceof AppError && thrown.code === "RENDER_THREAD";
    if (ended) log.error("the render thread ended and is started again, what is served stays", { error: thrown });
    return ended;
  };
  return {
    location,
    look: (signal) => retry(lookOnce, { attempts: ATTEMPTS, baseMs, maxMs, retryable: endedOnce }, signal),
    bookkeeping: (signal) => running.bookkeeping(signal),
    close: () => running.close(),
  };
}

/** The file beside this one: from the sources `worker.ts`, from the bundle `worker.mjs`. */
const workerProgram = (): URL =>
  new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.mjs", import.meta.url);

interface RunningWorker {
  readonly started: Promise<{ readonly location: string }>;
  hasEnded(): boolean;
  look(signal: AbortSignal): Promise<Found>;
  bookkeeping(signal: AbortSignal): Promise<GzipSegment>;
  close(): Promise<void>;
}

function startWorker(program: URL, settings: ThreadSettings): RunningWorker {
  const worker = new Worker(program, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const started = promised<{ readonly location: string }>();
  let waiting = promised<Found>();
  let following = promised<GzipSegment>();
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
    close: async () => void (await worker.terminate()),
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
