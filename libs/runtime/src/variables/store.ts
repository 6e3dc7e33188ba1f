import * as parse from "../config/parsers.ts";
import { showUrl } from "../log/redact.ts";
import { polling, services } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export const storeBackends = ["memory", "file", "s3"] as const;

const snapshotCompressions = ["none", "gzip", "zstd"] as const;
export type SnapshotCompression = (typeof snapshotCompressions)[number];

/** Where the snapshot lies. */
export const storeVariables = {
  storeBackend: {
    name: "STORE_BACKEND",
    services,
    default: "memory",
    parse: parse.oneOf(...storeBackends),
    description: "Where the snapshot lies: `memory` (standalone only), `file` (a directory) or `s3`.",
    remedy: "Set it to memory, file or s3.",
  },
  fileStoreDir: {
    name: "FILE_STORE_DIR",
    services,
    default: "",
    parse: parse.text,
    description: "Directory of the snapshot; required with `STORE_BACKEND=file`.",
    remedy: "Name a directory that the poller can write and the exporters can read.",
  },
  s3Bucket: {
    name: "S3_BUCKET",
    services,
    default: "",
    parse: parse.text,
    description: "Bucket of the snapshot; required with `STORE_BACKEND=s3`.",
    remedy: "Name an existing bucket.",
  },
  s3KeyPrefix: {
    name: "S3_KEY_PREFIX",
    services,
    default: "xp-tracker",
    parse: parse.keyPrefix("xp-tracker"),
    description: "Prefix of the snapshot's key, which is `<prefix>/snapshot.json`.",
    remedy: "Give a key prefix without dot segments.",
  },
  s3Region: {
    name: "S3_REGION",
    services,
    default: "us-east-1",
    parse: parse.text,
    description: "Region of the bucket.",
    remedy: "Give the bucket's region.",
  },
  s3Endpoint: {
    name: "S3_ENDPOINT",
    services,
    default: "",
    parse: parse.optional(parse.urlWith("http:", "https:"), undefined),
    description: "Base URL of a server that is not AWS; turns on path-style requests.",
    remedy: "Give an http:// or https:// URL.",
    show: showUrl,
  },
  s3CaFile: {
    name: "S3_CA_FILE",
    services,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "PEM file of the authorities that an https server is trusted by, in the place of the usual ones.",
    remedy: "Name a readable file with at least one certificate in PEM form.",
  },
  s3TimeoutMs: {
    name: "S3_TIMEOUT_SECONDS",
    services,
    default: "30",
    ...wholeSeconds(3600),
    description: "Deadline of one request to S3; a body that is read has it again for each MiB.",
  },
  snapshotCompression: {
    name: "S3_SNAPSHOT_COMPRESSION",
    services: polling,
    default: "none",
    parse: parse.oneOf(...snapshotCompressions),
    description:
      "How the snapshot is written, in a bucket or a directory: `none` (the Go program reads no other), `gzip` (the least work for the poller) or `zstd` (the fewest bytes). Exporters recognise each.",
    remedy: "Set it to none, gzip or zstd.",
  },
  snapshotMaxBytes: {
    name: "SNAPSHOT_MAX_BYTES",
    services,
    default: "1073741824",
    parse: parse.wholeNumber(1024, 2 ** 40),
    description: "Largest snapshot, in uncompressed bytes, that is written or read.",
    remedy: "Give whole bytes from 1024 to 1099511627776.",
  },
  snapshotMaxRows: {
    name: "SNAPSHOT_MAX_ROWS",
    services,
    default: "5000000",
    parse: parse.wholeNumber(1, 100_000_000),
    description: "Most resources of a snapshot that is written or read.",
    remedy: "Give a whole number from 1 to 100000000.",
  },
} as const satisfies Variables;
