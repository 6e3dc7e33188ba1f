import { arch, cpus, platform, release, totalmem } from "node:os";

/** What the figures depend on, and nothing that names the machine. */
export const machine = (): string =>
  `${cpus().length} cores (${arch()}), ${Math.round(totalmem() / 1e9)} GB memory, ` +
  `${platform()} ${release().split("-")[0] ?? ""}, Node ${process.versions.node}`;
