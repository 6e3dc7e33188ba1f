import type { MessagePort } from "node:worker_threads";
import { AppError, errorText } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import type { Looked } from "./look-and-render.ts";
import type { Order, Report } from "./messages.ts";

/** Does what the main thread orders, one look at a time, and reports. What is no expected failure ends the thread. */
export function obey(port: MessagePort, location: string, look: (signal: AbortSignal) => Promise<Looked>): void {
  let stop = new AbortController();
  const report = (message: Report): void => port.postMessage(message, transferable(message));

  const doLook = async (): Promise<void> => {
    stop = new AbortController();
    // The next look may be under way when this one notices that it was given up.
    const { signal } = stop;
    try {
      const { found, bookkeeping } = await look(signal);
      report({ kind: "looked", found });
      if (bookkeeping !== undefined) report({ kind: "bookkeeping", bookkeeping: bookkeeping() });
    } catch (error) {
      // Who gave the look up waits for no answer.
      if (signal.aborted) return;
      if (!(error instanceof AppError)) throw error;
      const { code, message, remedy, cause } = error;
      report({ kind: "failed", code, message, remedy, cause: cause === undefined ? undefined : errorText(cause) });
    }
  };
  port.on("message", (order: Order) => {
    if (order === "look") return void doLook();
    stop.abort();
    // A thread that waits for nothing ends.
    if (order === "end") port.close();
  });
  report({ kind: "started", location });
}

/** Pages change threads without a copy. */
function transferable(report: Report): ArrayBuffer[] {
  if (report.kind === "bookkeeping") return [memoryOf(report.bookkeeping)];
  return report.kind === "looked" && report.found.kind === "restored" ? [memoryOf(report.found.rendered.metrics)] : [];
}

const memoryOf = ({ deflated }: GzipSegment): ArrayBuffer => deflated.buffer as ArrayBuffer;
