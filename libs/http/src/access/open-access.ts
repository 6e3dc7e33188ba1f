import type { FileChecks, Log } from "@xp-tracker/runtime";
import type { AccessFiles } from "./access-state.ts";
import type { Access } from "./access.ts";

export interface AccessOptions extends AccessFiles {
  readonly log: Log;
}

// Most processes are open to all: what reads YAML and compares passwords is loaded by those that are not.

/**
 * Opens access as the files have it, and takes up what becomes of them without a restart or a lost connection.
 * undefined without files: everyone may ask, without TLS.
 * @throws AppError WEB_CONFIG where they are wrong
 */
export async function openAccess({ log, webConfigFile, bearerTokenFile }: AccessOptions): Promise<Access | undefined> {
  if (webConfigFile === undefined && bearerTokenFile === undefined) return undefined;
  const { followedAccess } = await import("./followed-access.ts");
  return followedAccess({ webConfigFile, bearerTokenFile }, log);
}

/** What finds mistakes in the files of {@link openAccess}. */
export const accessChecks = async (): Promise<FileChecks> => (await import("./access-state.ts")).accessChecks;
