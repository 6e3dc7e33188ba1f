import { collide, parseAddress } from "./address.ts";
import type { Values } from "./config.ts";
import { services } from "./variable.ts";
import type { Service } from "./variable.ts";

/** A mistake that no variable makes alone. */
export interface Rule {
  /** The variable to blame. */
  readonly key: keyof Values;
  /** The rule is silent while one of these is itself a mistake. */
  readonly needs: readonly (keyof Values)[];
  readonly services: readonly Service[];
  readonly broken: (values: Values) => boolean;
  readonly reason: string;
  readonly remedy: string;
}

const addressesCollide = ({ metricsAddr, telemetryAddr }: Values): boolean => {
  const [metrics, telemetry] = [parseAddress(metricsAddr), parseAddress(telemetryAddr)];
  return metrics.ok && telemetry.ok && collide(metrics.value, telemetry.value);
};

export const configRules: readonly Rule[] = [
  {
    key: "storeBackend",
    needs: ["storeBackend"],
    services: ["poller", "exporter"],
    broken: ({ storeBackend }) => storeBackend === "memory",
    reason: "poller and exporter are separate processes and cannot share memory",
    remedy: "Set STORE_BACKEND to file or s3, or run standalone, which is both in one process.",
  },
  {
    key: "fileStoreDir",
    needs: ["storeBackend", "fileStoreDir"],
    services,
    broken: ({ storeBackend, fileStoreDir }) => storeBackend === "file" && fileStoreDir === "",
    reason: "STORE_BACKEND is file, which needs a directory",
    remedy: "Name a directory that the poller can write and the exporters can read.",
  },
  {
    key: "s3Bucket",
    needs: ["storeBackend", "s3Bucket"],
    services,
    broken: ({ storeBackend, s3Bucket }) => storeBackend === "s3" && s3Bucket === "",
    reason: "STORE_BACKEND is s3, which needs a bucket",
    remedy: "Name an existing bucket.",
  },
  {
    key: "s3CaFile",
    needs: ["s3CaFile", "s3Endpoint"],
    services,
    broken: ({ s3CaFile, s3Endpoint }) => s3CaFile !== undefined && s3Endpoint?.startsWith("http:") === true,
    reason: "S3_ENDPOINT is http://, which no authority protects",
    remedy: "Give S3_ENDPOINT as https://, or leave S3_CA_FILE unset.",
  },
  {
    key: "redisCaFile",
    needs: ["redisCaFile", "redisUrl"],
    services,
    broken: ({ redisCaFile, redisUrl }) => redisCaFile !== undefined && redisUrl?.startsWith("rediss:") !== true,
    reason: "REDIS_URL is not rediss://, and nothing else uses TLS with Redis",
    remedy: "Give REDIS_URL as rediss://, or leave REDIS_CA_FILE unset.",
  },
  {
    key: "redisPasswordFile",
    needs: ["redisPasswordFile", "redisUrl"],
    services,
    broken: ({ redisPasswordFile, redisUrl }) =>
      redisPasswordFile !== undefined && (redisUrl === undefined || new URL(redisUrl).password !== ""),
    reason: "REDIS_URL is not set, or has a password of its own",
    remedy: "Give REDIS_URL without a password: redis://user@host, or redis://host for the default user.",
  },
  {
    key: "telemetryAddr",
    needs: ["metricsAddr", "telemetryAddr"],
    services: ["exporter"],
    broken: addressesCollide,
    reason: "METRICS_ADDR already takes this address",
    remedy: "Give the two addresses different ports.",
  },
  {
    key: "metricsFamilies",
    needs: ["metricsFamilies"],
    services,
    broken: ({ metricsFamilies }) => metricsFamilies.includes("summary") && metricsFamilies.includes("xp-tracker-0.3"),
    reason: "summary and xp-tracker-0.3 have families of the same names with different labels",
    remedy: "Choose one of summary and xp-tracker-0.3.",
  },
];
