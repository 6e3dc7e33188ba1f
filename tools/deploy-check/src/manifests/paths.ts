import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../../", import.meta.url));
export const overlays = ["standalone", "split", "split-operator"] as const;
export type Overlay = (typeof overlays)[number];
export const kustomizePath = `${repository}deploy/kustomize`;
export const chartPath = `${repository}deploy/helm/xp-tracker`;
export const composePath = `${repository}docker-compose.yml`;
export const dockerfilePath = `${repository}Dockerfile`;
export const prometheusPath = `${repository}deploy/prometheus`;
