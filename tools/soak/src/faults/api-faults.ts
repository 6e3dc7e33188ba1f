import type { KubeSimFault } from "@xp-tracker/testing";
import { nothing } from "./fault.ts";
import type { Fault, FaultsOf } from "./fault.ts";

type Effect = Omit<KubeSimFault, "gvr" | "path" | "verbs">;

const STATUSES = [401, 403, 404, 410, 429, 500, 503, 504] as const;

/** By what the report calls it. What the soak itself writes is spared. */
const effects: Readonly<Record<string, Effect>> = {
  ...Object.fromEntries(STATUSES.map((status) => [`HTTP ${status}`, { status }])),
  hangs: { hang: true },
  late: { latencyMs: 1_500 },
  malformed: { malformed: true },
  "half an answer": { reset: true },
  "expired continue token": { expireContinue: true },
};

const GVRS = [
  "*/*/*",
  "data.platform.example/*/*",
  "apiextensions.crossplane.io/*/*",
  "pkg.crossplane.io/*/*",
  "*/*/roles",
  "/v1/namespaces",
];

/** The API server refuses, hangs, lies, forgets, and ends watches. */
export const apiFaults: FaultsOf = ({ sim: { control, pid } }) => [
  ...Object.entries(effects).map(([name, effect]): Fault => ({
    kind: `API server: ${name}`,
    target: "api requests",
    holdMs: [1_000, 6_000],
    apply: async (random) => {
      const id = await control.addFault({ ...effect, gvr: random.pick(GVRS), verbs: ["get", "list", "watch"] });
      // A watch that is open sees none of it.
      await control.addFault({ dropWatches: random.pick(["end", "reset"]) });
      return () => control.removeFault(id);
    },
  })),
  ...(["end", "reset", "expired"] as const).map((end): Fault => ({
    kind: `API server: watches ${end}`,
    target: "api watches",
    holdMs: [0, 0],
    apply: async (random) => {
      await control.addFault({ dropWatches: end, gvr: random.pick(GVRS) });
      return nothing;
    },
  })),
  {
    kind: "API server: compacted",
    target: "api watches",
    holdMs: [0, 0],
    apply: async () => {
      await control.compact();
      await control.addFault({ dropWatches: "reset" });
      return nothing;
    },
  },
  {
    kind: "API server: paused",
    target: "api process",
    holdMs: [1_000, 8_000],
    apply: () => {
      process.kill(pid, "SIGSTOP");
      return Promise.resolve(() => Promise.resolve(process.kill(pid, "SIGCONT")));
    },
  },
];
