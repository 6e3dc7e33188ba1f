import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { chartPath, kustomizePath } from "./manifests/paths.ts";
import { ruleGroups } from "./manifests/prometheus-rules.ts";

/** Puts the rules of deploy/prometheus/rules where the chart and the overlay of the Prometheus Operator have them. */
const head = "# Made from deploy/prometheus/rules by `npm run deploy:rules`.\n";
const groups = ruleGroups();
const rule = { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata: { name: "xp-tracker" } };
const yaml = (value: unknown): string => head + stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
writeFileSync(`${chartPath}/files/rules.yaml`, yaml({ groups }));
writeFileSync(`${kustomizePath}/overlays/split-operator/rules.yaml`, yaml({ ...rule, spec: { groups } }));
