import type { PlannedService } from "./plan.ts";
import type { RunningSurroundings } from "./surroundings.ts";

/** What to open and what to type. */
export function greeting(plan: readonly PlannedService[], { kubeconfigPath, urls }: RunningSurroundings): string {
  const pages = [
    ...plan.flatMap(({ name, urls: own }) =>
      Object.entries(own).map(([what, url]) => [`${name} ${what}`, url] as const),
    ),
    ...Object.entries(urls),
  ];
  const first = plan.find(({ app }) => app !== "poller")?.urls["landing page"] ?? "";
  return `
Open:
${pages.map(([what, url]) => `  ${what.padEnd(26)} ${url}`).join("\n")}

Try:
  curl -s ${first}/metrics | grep crossplane_claims
  curl -s ${first}/bookkeeping | head -c 600
  kubectl --kubeconfig ${kubeconfigPath} get claim -A

The platform lives: claims come, get ready, fail, are paused and deleted. Ctrl-C ends everything.

`;
}
