import type { ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();

/**
 * Kills `child` when this process exits, also by an exception; not where a signal ends it that it does not handle, of which
 * Node tells nobody. One listener for all children: Node warns of more than ten.
 */
export function endsWithUs(child: ChildProcess): void {
  if (children.size === 0) process.on("exit", killAll);
  children.add(child);
  const forget = (): void => {
    children.delete(child);
    if (children.size === 0) process.off("exit", killAll);
  };
  child.once("exit", forget);
  // It could not be started.
  child.once("error", forget);
}

function killAll(): void {
  for (const child of children) child.kill("SIGKILL");
}
