import { AppError } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import { parseMessage } from "./message.ts";
import type { RefreshMessage } from "./message.ts";

export interface FilterOptions {
  readonly cluster: string;
  readonly log: Log;
  readonly onHint: (message: RefreshMessage) => void;
}

/** Hands on what is meant for `cluster`. Unreadable messages are told of once in a row, not each: anyone may publish. */
export function messageFilter({ cluster, log, onHint }: FilterOptions): (text: string) => void {
  let isToldOf = false;
  return (text) => {
    const parsed = parseMessage(text);
    if (!parsed.ok) {
      if (!isToldOf) log.warn("refresh message ignored", { error: malformed(parsed.reason) });
      isToldOf = true;
      return;
    }
    isToldOf = false;
    if (parsed.value.cluster === cluster) onHint(parsed.value);
  };
}

const malformed = (reason: string): AppError =>
  new AppError("REFRESH_MALFORMED", `a refresh message cannot be read: ${reason}`, {
    remedy: "Find out who else publishes on REDIS_CHANNEL, and whether poller and exporter have one version.",
  });
