/**
 * Every error code and what it means. `docs/errors.md` is compared with this table, both ways.
 */
export const errorCodes = {
  CONFIG_INVALID: "One or more environment variables have values that cannot work.",
  PORT_IN_USE: "A listening address is taken by another process.",
  LISTEN_FAILED: "A listening address cannot be bound.",
  WEB_CONFIG: "The web configuration or the bearer tokens changed, and cannot be read; the old ones stay in force.",
  PASSWORD_THREAD: "The thread that compares passwords ended; it is started again.",
  KUBE_CONFIG: "No usable Kubernetes credentials were found.",
  KUBE_API: "The Kubernetes API refused or failed a request.",
  KUBE_DISCOVERY: "The definitions (XRDs, MRDs) could not be listed.",
  LEASE_REFUSED: "The Lease that decides which poller writes may not be read or written.",
  LEASE_LOST: "This process no longer holds the Lease, and has stopped writing.",
  DEFINITION_MALFORMED: "A definition cannot be read and is left out.",
  LABEL_TOO_LONG: "A text of an object is longer than the limit and is cut.",
  SNAPSHOT_READ: "The snapshot could not be fetched.",
  SNAPSHOT_WRITE: "The snapshot could not be written.",
  SNAPSHOT_CONFLICT: "Another writer has persisted a newer snapshot.",
  SNAPSHOT_OLDER: "The snapshot is older than the one that is served.",
  SNAPSHOT_CORRUPT: "The snapshot is truncated, not JSON, or not a snapshot.",
  SNAPSHOT_FOREIGN: "The snapshot belongs to another cluster.",
  SNAPSHOT_TOO_LARGE: "The snapshot is larger than the limit.",
  SNAPSHOT_TOO_NEW: "The snapshot has a newer major schema version than this program reads.",
  REFRESH_CONNECT: "Redis cannot be reached; the timer alone drives refreshes.",
  REFRESH_ANNOUNCE: "The refresh message could not be published.",
  REFRESH_MALFORMED: "A refresh message could not be read and was ignored.",
  DEADLINE_EXCEEDED: "A network call took longer than its deadline.",
  RENDER_THREAD: "The thread that restores and renders ended; it is started again.",
  USAGE: "The command line has an argument that is not known.",
  INTERNAL: "A fault in this program.",
} as const;

export type ErrorCode = keyof typeof errorCodes;
