import { AppError, withDeadline } from "@xp-tracker/runtime";

/** Asks a file system. `inTime` aborts with the signal, or when the answer is given up. */
export type Ask = <T>(
  limitMs: number,
  question: (inTime: AbortSignal) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>;

/**
 * What is asked of a file system, with a deadline. One that hangs, as a network volume does whose server is away, cannot
 * be told to give up, and each question holds one of Node's four threads for files, names and compression until it is
 * answered: so nothing more is asked before that.
 */
export function answersInTime(directory: string): Ask {
  let unanswered: Promise<void> | undefined;

  const waitFor = (answer: Promise<unknown>): void => {
    const answered = answer.then(noted, noted);
    function noted(): undefined {
      if (unanswered === answered) unanswered = undefined;
    }
    unanswered = answered;
  };

  return async (limitMs, question, signal) => {
    if (unanswered !== undefined) throw stillWaiting(directory);
    const inTime = withDeadline(signal, limitMs, `the file system of ${directory}`);
    inTime.throwIfAborted();
    const answer = question(inTime);
    const { promise: late, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => {
      waitFor(answer);
      reject(inTime.reason);
    };
    inTime.addEventListener("abort", giveUp, { once: true });
    try {
      return await Promise.race([answer, late]);
    } finally {
      inTime.removeEventListener("abort", giveUp);
    }
  };
}

const stillWaiting = (directory: string): AppError =>
  new AppError("DEADLINE_EXCEEDED", `the file system of ${directory} has not answered yet`, {
    remedy: "Look at the volume behind FILE_STORE_DIR; it is asked again once it answers.",
  });
