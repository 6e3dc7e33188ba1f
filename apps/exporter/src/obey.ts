import type { MessagePort } from "node:worker_threads";
import { AppError, errorText } from "@xp-tracker/runtime";
import type { Found, Order, Report } from "./messages.ts";

/** Does what the main thread orders, one look at a time, and reports. What is no expected failure ends the thread. */
export function obey(port: MessagePort, location: string, look: (signal: AbortSignal) => Promise<Found>): void {
  let stop = new AbortController();
  const report = (message: Report): void => port.postMessage(message, transferable(message));

  const doLook = async (): Promise<void> => {
    stop = new AbortController();
    try {
      report({ kind: "looked", found: await look(stop.signal) });
    } catch (error) {
      // Who gave the look up waits for no answer.
      if (stop.signal.aborted) return;
      if (!(error instanceof AppError)) throw error;
      const { code, message, remedy, cause } = error;
      report({ kind: "failed", code, message, remedy, cause: cause === undefined ? undefined : errorText(cause) });
    }
  };
  port.on("message", (order: Order) => {
    if (order === "abort") stop.abort();
    else void doLook();
  });
  report({ kind: "started", location });
}

/** The pages change threads without a copy. */
const transferable = (report: Report): ArrayBuffer[] =>
  report.kind === "looked" && report.found.kind === "restored"
    ? [report.found.rendered.metrics, report.found.rendered.bookkeeping].map(
        ({ deflated }) => deflated.buffer as ArrayBuffer,
      )
    : [];
