import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiClient, type ApiClient } from "./api-client.ts";
import { certificateAuthority, type CertificateAndKey } from "./certificates.ts";
import { startChild, untilReady, type Child } from "./child-process.ts";
import { freePorts } from "./free-port.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** A real control plane without controllers: objects, CRDs, watches and RBAC work, nothing gets scheduled. */
export interface KubeApiserver {
  readonly url: string;
  /** Of the kube-apiserver itself, without its etcd. */
  readonly pid: number;
  /** For the administrator. */
  readonly kubeconfigPath: string;
  /** For a user whom RBAC allows nothing but discovery. */
  readonly restrictedKubeconfigPath: string;
  readonly adminToken: string;
  /** The CA's certificate, PEM. */
  readonly ca: string;
  /** Requests as the administrator. */
  readonly api: ApiClient;
  /** A client certificate that this server accepts. */
  readonly clientCertificate: (user: string, groups?: readonly string[]) => CertificateAndKey;
  readonly stop: () => Promise<void>;
}

/** Why {@link startKubeApiserver} cannot start one here; undefined when it can. */
export function kubeApiserverSkipReason(): string | undefined {
  const assets = process.env["KUBEBUILDER_ASSETS"] ?? "";
  if (assets === "") return "KUBEBUILDER_ASSETS is not set";
  const missing = ["etcd", "kube-apiserver"].filter((name) => !existsSync(join(assets, name)));
  return missing.length === 0 ? undefined : `KUBEBUILDER_ASSETS has no ${missing.join(" and no ")}`;
}

/**
 * Starts etcd and kube-apiserver (1.20 or later) of the folder in `KUBEBUILDER_ASSETS` on free ports of 127.0.0.1, with
 * their data in a temporary folder. Takes about 10 seconds.
 */
export async function startKubeApiserver(): Promise<KubeApiserver> {
  const assets = process.env["KUBEBUILDER_ASSETS"] ?? "";
  const folder = await mkdtemp(join(tmpdir(), "kube-apiserver-"));
  const [apiPort = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
  const url = `https://127.0.0.1:${apiPort}`;
  const authority = certificateAuthority();
  const adminToken = randomBytes(16).toString("hex");
  const restrictedToken = randomBytes(16).toString("hex");
  const kubeconfigOf = (token: string) => kubeconfig({ server: url, ca: authority.cert, user: { token } });
  await writeFiles(folder, {
    "ca.crt": authority.cert,
    ...named("server", authority.server(["127.0.0.1", "localhost", "kubernetes.default.svc"])),
    ...serviceAccountKeys(),
    "tokens.csv": `${adminToken},admin,1,"system:masters"\n${restrictedToken},restricted,2,"restricted"\n`,
    kubeconfig: kubeconfigOf(adminToken),
    "kubeconfig.restricted": kubeconfigOf(restrictedToken),
  });

  const api = apiClient({ url, ca: authority.cert, token: adminToken });
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    api.close();
    for (const child of children.toReversed()) await child.stop(5_000);
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (name: string, flags: Flags, ready: () => Promise<boolean>): Promise<void> => {
    const child = startChild(join(assets, name), flagList(flags), join(folder, `${name}.log`));
    children.push(child);
    await untilReady(child, name, ready, 90_000);
  };
  try {
    const etcdReady = async () => (await fetch(`http://127.0.0.1:${etcdPort}/health`)).ok;
    await start("etcd", etcdFlags(folder, etcdPort, peerPort), etcdReady);
    const apiReady = async () => (await api.get("/readyz")).status === 200;
    await start("kube-apiserver", apiserverFlags(folder, apiPort, etcdPort), apiReady);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    pid: children.at(-1)?.pid ?? 0,
    kubeconfigPath: join(folder, "kubeconfig"),
    restrictedKubeconfigPath: join(folder, "kubeconfig.restricted"),
    adminToken,
    ca: authority.cert,
    api,
    clientCertificate: authority.client,
    stop,
  };
}

type Flags = Readonly<Record<string, string | number | boolean>>;

const flagList = (flags: Flags): readonly string[] =>
  Object.entries(flags).map(([name, value]) => `--${name}=${value}`);

function etcdFlags(folder: string, port: number, peerPort: number): Flags {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return {
    name: "test",
    "data-dir": join(folder, "etcd"),
    logger: "zap",
    "log-level": "warn",
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `test=${peer}`,
  };
}

const apiserverFlags = (folder: string, port: number, etcdPort: number): Flags => ({
  "etcd-servers": `http://127.0.0.1:${etcdPort}`,
  "bind-address": "127.0.0.1",
  "advertise-address": "127.0.0.1",
  "secure-port": port,
  "cert-dir": folder,
  "client-ca-file": join(folder, "ca.crt"),
  "tls-cert-file": join(folder, "server.crt"),
  "tls-private-key-file": join(folder, "server.key"),
  "service-account-key-file": join(folder, "sa.pub"),
  "service-account-signing-key-file": join(folder, "sa.key"),
  "service-account-issuer": "https://kubernetes.default.svc",
  "token-auth-file": join(folder, "tokens.csv"),
  "authorization-mode": "RBAC",
  "anonymous-auth": false,
  "service-cluster-ip-range": "10.0.0.0/24",
  "disable-admission-plugins": "ServiceAccount",
  profiling: false,
});

const named = (name: string, { cert, key }: CertificateAndKey) => ({ [`${name}.crt`]: cert, [`${name}.key`]: key });

function serviceAccountKeys(): Readonly<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { "sa.key": privateKey, "sa.pub": publicKey };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(folder, "etcd"), { mode: 0o700 });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o600 });
}
