import { fileURLToPath } from "node:url";

const preloads = ["collect-garbage", "clock", "names"] as const;

/** `NODE_OPTIONS` for a service that loads these before itself; a small young generation shows sooner what is kept. */
export const preloading = (...names: readonly (typeof preloads)[number][]): string =>
  ["--expose-gc", "--max-semi-space-size=2", ...["collect-garbage", ...names].map(importOf)].join(" ");

const importOf = (name: string): string => `--import=${fileURLToPath(new URL(`../child/${name}.ts`, import.meta.url))}`;
