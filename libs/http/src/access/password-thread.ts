import { Worker } from "node:worker_threads";
import { AppError } from "@xp-tracker/runtime";
import type { PasswordAnswer, PasswordQuestion } from "./password-messages.ts";

/** Compares passwords with bcrypt hashes on a thread of its own. */
export interface PasswordThread {
  /** @throws AppError PASSWORD_THREAD when the thread ended meanwhile; the next call starts another */
  compare(password: string, hash: string): Promise<boolean>;
  close(): void;
}

export interface PasswordThreadOptions {
  /** The program of the thread; tests have their own. */
  readonly program?: URL;
  /** Milliseconds after which a thread without work ends: it holds some 10 MB, and is seldom needed. */
  readonly idleMs?: number;
}

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<boolean>>;
}

/** The thread is started by the first comparison, and keeps no process alive. */
export function passwordThread({
  program = threadProgram(),
  idleMs = 10_000,
}: PasswordThreadOptions = {}): PasswordThread {
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  const end = (): void => {
    void running?.worker.terminate();
    running = undefined;
  };

  const start = (): Running => {
    const worker = new Worker(program);
    worker.unref();
    const started: Running = { worker, waiting: new Map() };
    let fault: unknown;
    worker.on("message", ({ id, matches }: PasswordAnswer) => {
      started.waiting.get(id)?.resolve(matches);
      started.waiting.delete(id);
      if (started.waiting.size === 0) idle = setTimeout(end, idleMs).unref();
    });
    worker.on("error", (error) => {
      fault = error;
    });
    worker.on("exit", () => {
      if (running === started) running = undefined;
      for (const { reject } of started.waiting.values()) reject(threadEnded(fault));
    });
    return started;
  };

  return {
    compare: (password, hash) => {
      clearTimeout(idle);
      running ??= start();
      const answer = Promise.withResolvers<boolean>();
      const id = ++lastId;
      running.waiting.set(id, answer);
      const question: PasswordQuestion = { id, password, hash };
      running.worker.postMessage(question, []);
      return answer.promise;
    },
    close: () => {
      clearTimeout(idle);
      end();
    },
  };
}

/** The file beside this one: from the sources `password-worker.ts`, from a bundle `password-worker.mjs`. */
const threadProgram = (): URL =>
  new URL(import.meta.url.endsWith(".ts") ? "./password-worker.ts" : "./password-worker.mjs", import.meta.url);

const threadEnded = (cause: unknown): AppError =>
  new AppError("PASSWORD_THREAD", "the thread that compares passwords ended", {
    cause,
    remedy: "Look at the cause; if it is memory, raise the limit of the container.",
  });
