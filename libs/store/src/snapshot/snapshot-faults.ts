import { AppError } from "@xp-tracker/runtime";

/** What is wrong with the bytes of a snapshot, in a word that reads well after the snapshot's location. */
export const corrupt = (location: string, reason: string, cause?: unknown): AppError =>
  new AppError("SNAPSHOT_CORRUPT", `${location} ${reason}`, {
    cause,
    remedy: "What was held is served on; the next complete poll cycle replaces the snapshot.",
  });

export const tooLarge = (location: string, reason: string): AppError =>
  new AppError("SNAPSHOT_TOO_LARGE", `${location} ${reason}`, {
    remedy:
      "Raise SNAPSHOT_MAX_BYTES or SNAPSHOT_MAX_ROWS, whichever it is, if a snapshot of this size is meant to be.",
  });

export const tooNew = (location: string, theirs: string, ours: string): AppError =>
  new AppError("SNAPSHOT_TOO_NEW", `${location} has schema version ${theirs}; this program reads up to ${ours}`, {
    remedy: "Update this program at least to the version of the poller.",
  });

export const foreign = (location: string, theirs: string, ours: string): AppError =>
  new AppError("SNAPSHOT_FOREIGN", `${location} belongs to cluster "${theirs}", not "${ours}"`, {
    remedy: "Give each cluster a bucket, prefix or directory of its own, or correct CLUSTER_NAME.",
  });

export const nothingPublished = (): AppError =>
  new AppError("INTERNAL", "there is no snapshot to persist", { remedy: "Publish before you persist." });

export const conflict = ({ generation }: { readonly generation: number }, theirs: number | undefined): AppError =>
  new AppError(
    "SNAPSHOT_CONFLICT",
    `generation ${generation} was not written: another writer has persisted ${theirs === undefined ? "meanwhile" : `generation ${theirs}`}`,
    {
      remedy:
        "Let a Lease decide which poller writes (LEADER_ELECTION), and give each cluster a prefix or directory of its own.",
    },
  );
