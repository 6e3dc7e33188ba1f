import { readFileSync } from "node:fs";

/** The flags with which the images start Node. @throws Error when the Dockerfile does not say */
export function shippedFlags(): readonly string[] {
  const dockerfile = readFileSync(new URL("../../../Dockerfile", import.meta.url), "utf8");
  const entrypoint = /^ENTRYPOINT (\["node", .*\])$/m.exec(dockerfile)?.[1];
  if (entrypoint === undefined) throw new Error("the Dockerfile has no entrypoint that starts Node");
  return (JSON.parse(entrypoint) as readonly string[]).filter((word) => word.startsWith("--"));
}
