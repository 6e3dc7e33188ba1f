/** Which packages of this repository each one may depend on, tests apart. What is not listed may depend on anything. */
export const mayDependOn: Readonly<Record<string, readonly string[]>> = {
  "@xp-tracker/crossplane": [],
  "@xp-tracker/runtime": ["crossplane"],
  "@xp-tracker/store": ["crossplane", "runtime"],
  "@xp-tracker/metrics": ["crossplane", "runtime"],
  "@xp-tracker/kube": ["crossplane", "runtime"],
  "@xp-tracker/refresh": ["crossplane", "runtime"],
  "@xp-tracker/http": ["crossplane", "runtime"],
  "@xp-tracker/poller": ["crossplane", "runtime", "store", "metrics", "kube", "refresh", "http"],
  "@xp-tracker/exporter": ["crossplane", "runtime", "store", "metrics", "refresh", "http"],
  "@xp-tracker/standalone": [
    "crossplane",
    "runtime",
    "store",
    "metrics",
    "kube",
    "refresh",
    "http",
    "poller",
    "exporter",
  ],
};

/** Third-party packages and the one package of ours that may import them. */
export const owners: Readonly<Record<string, string>> = {
  "@kubernetes/client-node": "@xp-tracker/kube",
  undici: "@xp-tracker/kube",
  "@aws-sdk/client-s3": "@xp-tracker/store",
  "@smithy/node-http-handler": "@xp-tracker/store",
  ioredis: "@xp-tracker/refresh",
  express: "@xp-tracker/http",
  bcryptjs: "@xp-tracker/http",
  yaml: "@xp-tracker/http",
  "prom-client": "@xp-tracker/metrics",
  minizlib: "@xp-tracker/runtime",
  pino: "@xp-tracker/runtime",
  "pino-pretty": "@xp-tracker/runtime",
};

/** Packages that must not reach others, not even through a third. */
export const mustNotReach: readonly { readonly from: string; readonly to: string; readonly reason: string }[] = [
  {
    from: "@xp-tracker/exporter",
    to: "@xp-tracker/kube",
    reason: "an exporter replica never talks to the Kubernetes API",
  },
];

/** What opens connections, ports or files. Only the `main.ts` and `worker.ts` of an application decide which of them exist. */
export const adapterConstructors: Readonly<Record<string, readonly string[]>> = {
  "@xp-tracker/kube": ["connectKube"],
  "@xp-tracker/refresh": ["redisAnnouncer", "openAnnouncer", "redisListener"],
  "@xp-tracker/http": ["startServer", "openAccess"],
  "@xp-tracker/store": ["fileStore", "s3Store", "openStore", "openPersistentStore", "openSnapshotReader"],
  "@xp-tracker/runtime": ["runService"],
};

/** Test frameworks; allowed in tests, in fixtures of tests, and in the contract suite that third parties run. */
export const testFrameworks: readonly string[] = ["vitest", "fast-check"];
export const isTestFile = (path: string): boolean => /\.test\.ts$|\/testing\/|\/contract(?:\/|\.ts$)/.test(path);

/** The only package of tools that tests of apps and libs may import. */
export const testHelpers = "@xp-tracker/testing";
