import type { Stack } from "../stack/stack.ts";
import { apiFaults } from "./api-faults.ts";
import type { Fault } from "./fault.ts";
import { linkFaults } from "./link-faults.ts";
import { processFaults } from "./process-faults.ts";

/** Each group is as likely as the others, however many faults it has. */
export function allFaults(stack: Stack): (options: { readonly endsLives: boolean }) => readonly Fault[] {
  const groups = [apiFaults, linkFaults, processFaults].map((faultsOf) => faultsOf(stack));
  const most = Math.max(...groups.map(({ length }) => length));
  return ({ endsLives }) =>
    groups.flatMap((group) => {
      const fitting = group.filter(({ ends }) => endsLives || ends === undefined);
      return Array.from({ length: most }, (_, index) => fitting[index % fitting.length] as Fault);
    });
}
