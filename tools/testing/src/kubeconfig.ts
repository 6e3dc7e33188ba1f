export interface KubeconfigParts {
  readonly server: string;
  /** PEM. */
  readonly ca?: string;
  /** The `user` entry: token, exec, client-certificate-data, … */
  readonly user?: object;
  /** More keys of the `cluster` entry, such as `proxy-url`. */
  readonly cluster?: object;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The text of a kubeconfig with one context, `test`. JSON is YAML. */
export const kubeconfig = ({ server, ca, user = {}, cluster = {} }: KubeconfigParts): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "test",
        cluster: { server, ...(ca === undefined ? {} : { "certificate-authority-data": base64(ca) }), ...cluster },
      },
    ],
    users: [{ name: "test", user }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    "current-context": "test",
  });
