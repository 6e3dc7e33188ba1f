/** A kind of managed resource, and the provider package that brings it. */
export interface ManagedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly provider: string;
}

/** A kind of composite resource, and what it is composed of. */
export interface CompositeKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly version: string;
  readonly scope: "LegacyCluster" | "Namespaced" | "Cluster";
  readonly claim?: { readonly kind: string; readonly plural: string };
  readonly compositions: readonly string[];
  readonly managed: readonly ManagedKind[];
  /** How many of a hundred trees are of this kind. */
  readonly share: number;
}

type Row = readonly [service: string, kind: string, plural: string, version: string];

const provider = (
  name: string,
  domain: string,
  rows: readonly Row[],
): Readonly<Record<string, readonly [ManagedKind, ManagedKind]>> =>
  Object.fromEntries(
    rows.map(([service, kind, plural, version]) => {
      const common = { kind, plural, version, provider: `${name}-${service}` };
      // Since v2, each provider has its kinds twice: cluster-scoped, and namespaced in a parallel group.
      const cluster = { ...common, group: `${service}.${domain}`, namespaced: false };
      const namespaced = { ...common, group: `${service}.${domain.replace(".", ".m.")}`, namespaced: true };
      return [kind, [cluster, namespaced] as const];
    }),
  );

const cloud = provider("provider-cloud", "cloud.example", [
  ["rds", "Instance", "instances", "v1beta2"],
  ["rds", "ParameterGroup", "parametergroups", "v1beta1"],
  ["s3", "Bucket", "buckets", "v1beta1"],
  ["s3", "BucketPolicy", "bucketpolicies", "v1beta1"],
  ["iam", "Role", "roles", "v1beta1"],
  ["ec2", "VPC", "vpcs", "v1beta1"],
  ["ec2", "Subnet", "subnets", "v1beta1"],
  ["eks", "Cluster", "clusters", "v1beta1"],
  ["sqs", "Queue", "queues", "v1beta1"],
]);

const cluster = (...kinds: readonly string[]): readonly ManagedKind[] =>
  kinds.flatMap((kind) => cloud[kind]?.[0] ?? []);
const namespaced = (...kinds: readonly string[]): readonly ManagedKind[] =>
  kinds.flatMap((kind) => cloud[kind]?.[1] ?? []);

const legacy = (
  area: string,
  kind: string,
  plural: string,
  share: number,
  compositions: readonly string[],
  managed: readonly ManagedKind[],
): CompositeKind => ({
  group: `${area}.platform.example`,
  kind: `X${kind}`,
  plural: `x${plural}`,
  version: "v1alpha1",
  scope: "LegacyCluster",
  claim: { kind, plural },
  compositions,
  managed,
  share,
});

const modern = (
  area: string,
  kind: string,
  plural: string,
  scope: "Namespaced" | "Cluster",
  share: number,
  compositions: readonly string[],
  managed: readonly ManagedKind[],
): CompositeKind => ({
  group: `${area}.platform.example`,
  kind,
  plural,
  version: "v1",
  scope,
  compositions,
  managed,
  share,
});

/** What the generated platform offers. The legacy kinds are requested through claims, the others directly. */
export const compositeKinds: readonly CompositeKind[] = [
  legacy(
    "data",
    "Database",
    "databases",
    35,
    ["databases-small", "databases-highly-available"],
    cluster("Instance", "ParameterGroup", "Role"),
  ),
  legacy(
    "storage",
    "ObjectStore",
    "objectstores",
    35,
    ["objectstores-private", "objectstores-public"],
    cluster("Bucket", "BucketPolicy"),
  ),
  legacy("network", "Network", "networks", 15, ["networks-standard"], cluster("VPC", "Subnet", "Subnet", "Subnet")),
  legacy(
    "compute",
    "KubernetesCluster",
    "kubernetesclusters",
    15,
    ["kubernetesclusters-standard"],
    cluster("Cluster", "Role"),
  ),
  modern(
    "messaging",
    "MessageQueue",
    "messagequeues",
    "Namespaced",
    60,
    ["messagequeues-fifo", "messagequeues-standard"],
    namespaced("Queue", "Role"),
  ),
  modern("apps", "WebApp", "webapps", "Namespaced", 30, ["webapps-standard"], namespaced("Bucket", "Instance", "Role")),
  modern("tenancy", "Tenant", "tenants", "Cluster", 10, ["tenants-standard"], cluster("Role", "Bucket")),
];

/** All kinds of managed resources, each once. */
export const managedKinds: readonly ManagedKind[] = Object.values(cloud).flat();

/** A kind that its provider offers, but that nobody has activated. */
export const inactiveKind: ManagedKind = {
  group: "route53.cloud.example",
  kind: "Zone",
  plural: "zones",
  version: "v1beta1",
  namespaced: false,
  provider: "provider-cloud-route53",
};

export const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }): string =>
  `${group}/${version}`;

export const teams = ["payments", "orders", "search", "identity", "logistics", "insights"] as const;
export const stages = ["dev", "prod"] as const;
export const creators = ["ada", "barbara", "edsger", "grace", "ken", "margaret", "tony"] as const;
export const apps = [
  "basket",
  "billing",
  "catalog",
  "checkout",
  "fraud",
  "invoices",
  "ledger",
  "mailer",
  "pricing",
  "ratings",
  "reports",
  "returns",
  "sessions",
  "shipping",
  "stock",
  "wallet",
] as const;

export const annotationKeys = { creator: "platform.example/created-by", team: "platform.example/team" } as const;
