import { AppError, retry } from "@xp-tracker/runtime";
import type { Backoff, GzipSegment, Log } from "@xp-tracker/runtime";
import type { Found, ThreadSettings } from "./messages.ts";
import { startWorker } from "./running-worker.ts";

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
  /** How long the thread may take to end by itself when it is closed; then it is ended. */
  readonly endingMs?: number;
}

const ATTEMPTS = 5;

/**
 * Starts the thread that restores, renders and compresses, so that nothing of it holds up an answer.
 * @throws AppError RENDER_THREAD when it cannot be started
 */
export async function startRenderThread(options: RenderThreadOptions): Promise<RenderThread> {
  const { settings, log, program = workerProgram(), baseMs = 1000, maxMs = 30_000, endingMs = 1_000 } = options;
  let running = startWorker(program, settings, endingMs);
  const { location } = await running.started;

  const lookOnce = async (signal: AbortSignal): Promise<Found> => {
    if (running.hasEnded()) running = startWorker(program, settings, endingMs);
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

/** A program beside `main`: of the sources `worker.ts`, of the bundle, which is one file, `worker.mjs`. */
const workerProgram = (): URL =>
  new URL(import.meta.url.endsWith(".ts") ? "../worker.ts" : "./worker.mjs", import.meta.url);
