import { jobVariable } from "./dashboard.ts";
import type { Dashboard } from "./dashboard.ts";
import { bars, graph, redWhenHigh, redWhenLow, stat, table } from "./panel.ts";
import { once, orZero, share } from "./promql.ts";

const PAGE = 'job=~"$job"';
const CLAIMS = `${PAGE}, team=~"$team", namespace=~"$namespace"`;
const XRS = `${PAGE}, namespace=~"$namespace"`;
const claims = once(`crossplane_claims_total{${CLAIMS}}`);
const claimsReady = once(`crossplane_claims_ready{${CLAIMS}}`);
const xrs = once(`crossplane_xr_total{${XRS}}`);
const mrs = once(`crossplane_mr_total{${XRS}}`);
const objects = once(`crossplane_resource_info{${CLAIMS}}`);
const healthy = redWhenLow(0.95, 0.8);

/** Inventory and adoption: what exists, whose it is, and how much of it is ready. */
export const overview: Dashboard = {
  uid: "xp-tracker-overview",
  title: "Crossplane: platform overview",
  description: "What the platform runs, who uses it, and how much of it is ready.",
  variables: [
    jobVariable,
    { name: "team", label: "Team", of: 'crossplane_resource_info{job=~"$job"}' },
    { name: "namespace", label: "Namespace", of: 'crossplane_resource_info{job=~"$job", team=~"$team"}' },
  ],
  sections: [
    {
      title: "Now",
      panels: [
        stat("Claims", "Zero is normal on a platform of Crossplane v2 without legacy XRDs.", orZero(`sum(${claims})`)),
        stat("XRs", "Composite resources, with and without a claim, nested ones too.", orZero(`sum(${xrs})`)),
        stat("MRs", "Managed resources, composed or not.", orZero(`sum(${mrs})`)),
        stat("XRs ready", "Share of the XRs whose condition Ready is True.", share("crossplane_xr", XRS), {
          unit: "percentunit",
          thresholds: healthy,
        }),
        stat(
          "Teams",
          "Teams that own at least one object.",
          orZero(`count(count by (team) (crossplane_resource_info{${CLAIMS}, team!=""}))`),
        ),
        stat(
          "Age of the data",
          "Time since the end of the poll cycle that all of this is from.",
          `time() - max(xp_tracker_snapshot_timestamp_seconds{${PAGE}})`,
          { unit: "s", thresholds: redWhenHigh(120, 300) },
        ),
      ],
    },
    {
      title: "Inventory and adoption",
      panels: [
        graph(
          "Claims by team",
          "A team that is empty was set by nobody.",
          [{ expr: `sum by (team) (${claims})`, legend: "{{team}}" }],
          { stacked: true },
        ),
        graph(
          "Claims by kind",
          "What teams ask for.",
          [{ expr: `sum by (group, kind) (${claims})`, legend: "{{kind}}" }],
          { stacked: true },
        ),
        graph(
          "XRs by composition",
          "Which compositions are in use. The choice of team does not apply.",
          [{ expr: `sum by (composition) (${xrs})`, legend: "{{composition}}" }],
          { stacked: true },
        ),
        graph(
          "MRs by provider",
          "What the platform runs on. The choice of team does not apply.",
          [{ expr: `sum by (provider) (${mrs})`, legend: "{{provider}}" }],
          { stacked: true },
        ),
        bars("Objects by namespace", "Claims, XRs and MRs of the 15 namespaces that have most of them.", [
          {
            expr: `topk(15, count by (namespace) (${once(`crossplane_resource_info{${CLAIMS}, namespace!=""}`)}))`,
            legend: "{{namespace}}",
          },
        ]),
        bars("Claims by creator", "The 15 creators that have most claims.", [
          { expr: `topk(15, sum by (creator) (${claims}))`, legend: "{{creator}}" },
        ]),
        bars("Objects by team", "Claims, XRs and MRs: MRs have the owner of their XR or claim.", [
          { expr: `count by (team, class) (${objects})`, legend: "{{team}}: {{class}}" },
        ]),
        bars("Created in the last 30 days", "Claims and XRs by kind.", [
          {
            expr: `count by (class, kind) (time() - ${once(`crossplane_resource_created_timestamp_seconds{${XRS}, class!="managed"}`)} < 30 * 86400)`,
            legend: "{{kind}}",
          },
        ]),
        table(
          "Claims by team, kind and composition",
          "Number of claims. The list of a platform review.",
          `sum by (team, kind, namespace, composition) (${claims})`,
          { team: "Team", kind: "Kind", namespace: "Namespace", composition: "Composition", Value: "Claims" },
        ),
      ],
    },
    {
      title: "Readiness over time",
      panels: [
        graph(
          "Ready, by class",
          "Share of the objects whose condition Ready is True.",
          [
            { expr: share("crossplane_claims", CLAIMS), legend: "claims" },
            { expr: share("crossplane_xr", XRS), legend: "XRs" },
            { expr: share("crossplane_mr", XRS), legend: "MRs" },
          ],
          { unit: "percentunit" },
        ),
        graph("Claims that are not ready, by team", "Zero lines are teams whose claims are all ready.", [
          { expr: `sum by (team) (${claims}) - sum by (team) (${claimsReady})`, legend: "{{team}}" },
        ]),
        graph(
          "XRs ready, by composition",
          "A composition that falls alone has a bad revision.",
          [{ expr: share("crossplane_xr", XRS, "by (composition) "), legend: "{{composition}}" }],
          { unit: "percentunit" },
        ),
        graph(
          "MRs ready, by provider",
          "A provider that falls alone has bad credentials, limits or health.",
          [{ expr: share("crossplane_mr", XRS, "by (provider) "), legend: "{{provider}}" }],
          { unit: "percentunit" },
        ),
      ],
    },
    {
      title: "Composition revisions",
      panels: [
        bars("XRs by composition revision", "Two revisions of one composition are a roll-out, under way or stuck.", [
          {
            expr: `count by (composition, composition_revision) (${once(`crossplane_resource_info{${CLAIMS}, class="composite", composition_revision!=""}`)})`,
            legend: "{{composition_revision}}",
          },
        ]),
        table(
          "XRs that are not on the newest revision",
          "Those with the update policy Manual wait for somebody.",
          `${objects.replace("crossplane_resource_info{", 'crossplane_resource_info{class="composite", composition_revision!="", ')}
  and on (cluster, job, composition, composition_revision) (
    ${once(`crossplane_composition_revision{${PAGE}}`)} < on (cluster, job, composition) group_left ()
    max by (cluster, job, composition) (crossplane_composition_revision{${PAGE}})
  )`,
          {
            team: "Team",
            kind: "Kind",
            namespace: "Namespace",
            name: "Name",
            composition: "Composition",
            composition_revision: "Revision",
          },
          { width: 12, height: 8 },
        ),
      ],
    },
  ],
};
