import { jobVariable } from "./dashboard.ts";
import type { Dashboard } from "./dashboard.ts";
import { bars, graph, redWhenHigh, stat, table } from "./panel.ts";
import { OBJECT, infoOf, once, orZero, withInfo } from "./promql.ts";

const PAGE = 'job=~"$job"';
const OBJECTS = `${PAGE}, class=~"$class", namespace=~"$namespace"`;
const OWNED = `${OBJECTS}, team=~"$team"`;
const family = (name: string, matchers = ""): string =>
  once(`crossplane_resource_${name}{${matchers === "" ? OBJECTS : `${matchers}, ${OBJECTS}`}}`);
const failing = (condition: string): string => `(${family("condition", `condition="${condition}"`)} < 1)`;
const owned = (value: string, labels: string): string => withInfo(value, labels, OWNED);
const ofTeam = (value: string): string => owned(value, "team");
const count = (value: string): string => orZero(`count(${ofTeam(value)})`);

const reason = `topk by (${OBJECT}, condition) (1, crossplane_resource_condition_reason{${OBJECTS}})`;
/** Seconds; zero where Crossplane gives no time. */
const since = `(
  time() - ${family("condition_last_transition_timestamp_seconds")}
    or ${family("condition")} * 0
)`;
const pkg = (name: string): string => once(`crossplane_package_${name}{${PAGE}}`);

const OBJECT_COLUMNS = { class: "Class", kind: "Kind", namespace: "Namespace", name: "Name" };
const CLAIM_COLUMNS = { team: "Team", claim_namespace: "Claim namespace", claim_name: "Claim" };
const bad = redWhenHigh(1, 1);

/** What fails, since when, why, and whose it is. */
export const health: Dashboard = {
  uid: "xp-tracker-health",
  title: "Crossplane: health",
  description: "What fails, since when, why, and whose it is; providers, functions and configurations.",
  variables: [
    jobVariable,
    { name: "class", label: "Class", of: 'crossplane_resource_info{job=~"$job"}' },
    { name: "team", label: "Team", of: 'crossplane_resource_info{job=~"$job", class=~"$class"}' },
    {
      name: "namespace",
      label: "Namespace",
      of: 'crossplane_resource_info{job=~"$job", class=~"$class", team=~"$team"}',
    },
  ],
  sections: [
    {
      title: "Now",
      panels: [
        stat("Not ready", "Objects whose condition Ready is not True.", count(failing("Ready")), { thresholds: bad }),
        stat("Not synced", "Objects that Crossplane cannot apply. Causes are here.", count(failing("Synced")), {
          thresholds: bad,
        }),
        stat(
          "Deleting",
          "Objects whose deletion was asked for and that are still there.",
          count(family("deletion_timestamp_seconds")),
        ),
        stat("Paused", "Objects that Crossplane leaves alone, on purpose.", count(`(${family("paused")} == 1)`)),
        stat("Dangling", "Objects with a reference to something that is gone.", count(family("dangling")), {
          thresholds: bad,
        }),
        stat(
          "Packages not healthy",
          "Providers, functions and configurations that are not installed and healthy.",
          orZero(`count(min by (cluster, job, kind, name) (${pkg("condition")}) < 1)`),
          { thresholds: bad },
        ),
      ],
    },
    {
      title: "What fails, since when, why, and whose it is",
      panels: [
        table(
          "Objects that are not ready or not synced",
          "Start with what is not synced: what is above it only waits. 'Since' is a lower bound: Crossplane starts anew when reason or message change.",
          withInfo(
            `${reason} * on (${OBJECT}, condition) group_left () ${since}`,
            "team, composition, provider, claim_namespace, claim_name",
            OWNED,
          ),
          {
            ...OBJECT_COLUMNS,
            condition: "Condition",
            reason: "Reason",
            ...CLAIM_COLUMNS,
            composition: "Composition",
            provider: "Provider",
            Value: "Since",
          },
          { unit: "s", height: 12 },
        ),
        graph("Not ready, by class", "", [
          { expr: `sum by (class) (${family("condition", 'condition="Ready"')} < bool 1)`, legend: "{{class}}" },
        ]),
        graph("Not synced, by reason", "", [
          { expr: `count by (reason) (${family("condition_reason", 'condition="Synced"')})`, legend: "{{reason}}" },
        ]),
        bars("Not ready, by team", "", [{ expr: `count by (team) (${ofTeam(failing("Ready"))})`, legend: "{{team}}" }]),
        bars("Not ready, by kind", "", [
          { expr: `count by (class, kind) (${ofTeam(failing("Ready"))})`, legend: "{{kind}}" },
        ]),
        bars("XRs not ready, by composition", "One composition alone has a bad revision.", [
          {
            expr: `count by (composition) (${withInfo(failing("Ready"), "composition", `${OWNED}, class="composite"`)})`,
            legend: "{{composition}}",
          },
        ]),
        bars("MRs not synced, by provider and its configuration", "One configuration alone has bad credentials.", [
          {
            expr: `count by (provider, provider_config) (${withInfo(failing("Synced"), "provider, provider_config", `${OWNED}, class="managed"`)})`,
            legend: "{{provider}}: {{provider_config}}",
          },
        ]),
      ],
    },
    {
      title: "Stuck, paused, lost",
      panels: [
        table(
          "Deletions under way",
          "What hangs for an hour is stuck, as a rule on a finalizer or on what it is made of.",
          owned(`(time() - ${family("deletion_timestamp_seconds")})`, "team, claim_namespace, claim_name"),
          { ...OBJECT_COLUMNS, ...CLAIM_COLUMNS, Value: "Since" },
          { unit: "s", width: 12 },
        ),
        table(
          "Paused",
          "The annotation crossplane.io/paused stops the reconciliation until somebody takes it away.",
          owned(`(${family("paused")} == 1)`, "team, creator"),
          { ...OBJECT_COLUMNS, team: "Team", creator: "Creator" },
          { width: 12 },
        ),
        table(
          "Dangling references",
          "xr: a claim without its XR. claim, parent: nobody will delete the object.",
          owned(family("dangling"), "team, external_name"),
          { ...OBJECT_COLUMNS, link: "Gone", team: "Team", external_name: "External name" },
          { width: 12 },
        ),
        table(
          "External things that two MRs manage",
          "They overwrite each other, and deleting one deletes the other's.",
          `count by (group, kind, provider_config, external_name) (
  ${infoOf(`${PAGE}, class="managed", external_name!=""`)}
) > 1`,
          {
            group: "Group",
            kind: "Kind",
            provider_config: "Provider configuration",
            external_name: "External name",
            Value: "MRs",
          },
          { width: 12 },
        ),
      ],
    },
    {
      title: "Packages",
      panels: [
        table(
          "Providers, functions and configurations",
          "1 is installed and healthy, 0 is not, -1 is not known.",
          `topk by (cluster, job, kind, name) (1, crossplane_package_info{${PAGE}})
  * on (cluster, job, kind, name) group_left () min by (cluster, job, kind, name) (${pkg("condition")})`,
          { kind: "Kind", name: "Name", version: "Version", revision: "Active revision", Value: "Healthy" },
          { unit: "none", width: 12 },
        ),
        table(
          "Why packages are not healthy",
          "",
          pkg("condition_reason"),
          { kind: "Kind", name: "Name", condition: "Condition", reason: "Reason" },
          { width: 12 },
        ),
      ],
    },
  ],
};
