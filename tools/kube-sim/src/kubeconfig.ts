import { rename, writeFile } from "node:fs/promises";
import { stringify } from "yaml";

export interface Access {
  readonly url: string;
  /** PEM. */
  readonly ca: string | undefined;
  readonly token: string | undefined;
}

/** A kubeconfig that every Kubernetes client can read. */
export function kubeconfigText({ url, ca, token }: Access): string {
  const name = "kube-sim";
  const authority = ca === undefined ? {} : { "certificate-authority-data": Buffer.from(ca).toString("base64") };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: url, ...authority } }],
    users: [{ name, user: token === undefined ? {} : { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

/** Writes it whole or not at all, for its owner only: it may hold a token, and readers may look at any time. */
export async function writeKubeconfig(path: string, access: Access): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, kubeconfigText(access), { mode: 0o600 });
  await rename(draft, path);
}
