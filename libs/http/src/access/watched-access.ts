import { statSync } from "node:fs";
import { AppError, errorText, outage } from "@xp-tracker/runtime";
import type { Flaw, Log } from "@xp-tracker/runtime";
import { readAccess } from "./access-state.ts";
import type { AccessFiles, AccessState } from "./access-state.ts";

export interface WatchedAccess {
  /** What is in force; the same reference until the files change. */
  readonly current: () => AccessState;
  /** Reads the files again where they have changed; at most once in {@link CHECK_EVERY_MS}, so it may be called often. */
  readonly refresh: () => void;
}

/** Between a change of the files and its taking effect lies no more than this, and the next connection. */
const CHECK_EVERY_MS = 1_000;

/**
 * Access as its files have it. What they become while the process runs is taken up where it is right; where it is not,
 * what was in force stays, and the log says why, once.
 * @throws AppError WEB_CONFIG where they are wrong from the start
 */
export function watchAccess(files: AccessFiles, log: Log, now: () => number = () => performance.now()): WatchedAccess {
  const first = readAccess(files);
  if (first.flaws.length > 0) throw webConfigFault(first.flaws);
  const reloading = outage(log, {
    level: "error",
    failed: "the web configuration cannot be read, the old one stays in force",
    worked: "the web configuration can be read again",
  });
  let { state } = first;
  let watched = first.files;
  let seen = fingerprint(watched);
  let checkedAt = now();

  const refresh = (): void => {
    if (now() - checkedAt < CHECK_EVERY_MS) return;
    checkedAt = now();
    const found = fingerprint(watched);
    if (found === seen) return;
    const reading = readAccess(files);
    watched = reading.files;
    if (reading.flaws.length > 0) {
      // Not noted as seen: what was read may have been half written.
      reloading.failed(webConfigFault(reading.flaws));
      return;
    }
    const before = state;
    ({ state } = reading);
    // What was written while it was read shows as another change.
    seen = found;
    reloading.worked();
    log.info("web configuration read again", {
      tls: state.tls !== undefined,
      users: state.users.size,
      tokens: state.tokens.length,
    });
    if (needsRestart(before, state)) {
      log.warn("a change of the web configuration takes effect at the next start", {
        keys: ["tls_server_config", "client_auth_type"],
      });
    }
  };
  return { current: () => state, refresh };
}

/** What a listening server cannot change: whether it speaks TLS, and whether it asks for certificates. */
export const needsRestart = ({ tls: old }: AccessState, { tls }: AccessState): boolean =>
  old?.clients.asks !== tls?.clients.asks;

const webConfigFault = (flaws: readonly Flaw[]): AppError =>
  new AppError("WEB_CONFIG", flaws.map(({ reason }) => reason).join("; "), {
    remedy: flaws[0]?.remedy ?? "Put the file right; it is looked at again every few seconds.",
  });

/** Differs when a file was written, replaced, or the link to it turned, as Kubernetes does with its volumes. */
const fingerprint = (paths: readonly string[]): string =>
  paths
    .map((path) => {
      try {
        const { mtimeMs, size, ino } = statSync(path);
        return `${mtimeMs} ${size} ${ino}`;
      } catch (thrown) {
        return errorText(thrown);
      }
    })
    .join("\n");
