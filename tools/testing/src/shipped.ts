import { readFileSync } from "node:fs";

const dockerfile = (): string => readFileSync(new URL("../../../Dockerfile", import.meta.url), "utf8");

/** The flags with which the images start Node. @throws Error when the Dockerfile does not say */
export function shippedFlags(): readonly string[] {
  const entrypoint = /^ENTRYPOINT (\["node", .*\])$/m.exec(dockerfile())?.[1];
  if (entrypoint === undefined) throw new Error("the Dockerfile has no entrypoint that starts Node");
  return (JSON.parse(entrypoint) as readonly string[]).filter((word) => word.startsWith("--"));
}

/** What the images tell the allocator of the C library. @throws Error when the Dockerfile says nothing */
export function shippedEnvironment(): Readonly<Record<string, string>> {
  const variables = [...dockerfile().matchAll(/^(?:ENV| )[^#\n]*?\b(MALLOC_\w+)=(\S+)/gm)];
  if (variables.length === 0) throw new Error("the Dockerfile has no variable of the allocator");
  return Object.fromEntries(variables.map(([, name, value]) => [name, value]));
}
