/** What child processes can do: each takes JSON and resolves with JSON. Imported on demand, as imports cost memory. */
export const tasks = {
  "bare-server": async () => (await import("./tasks/bare-server.ts")).bareServer,
  "exporter-rows": async () => (await import("./tasks/exporter-rows.ts")).exporterRows,
  "list-client-node": async () => (await import("./tasks/list-client-node.ts")).listClientNode,
  "list-disk": async () => (await import("./tasks/list-disk.ts")).listDisk,
  "list-ours": async () => (await import("./tasks/list-ours.ts")).listOurs,
  "poller-rows": async () => (await import("./tasks/poller-rows.ts")).pollerRows,
  "render-anew": async () => (await import("./tasks/render.ts")).renderAnew,
  "render-changed": async () => (await import("./tasks/render.ts")).renderChanged,
  "render-prom-client": async () => (await import("./tasks/render.ts")).renderPromClient,
  "save-pages": async () => (await import("./tasks/save-pages.ts")).savePages,
  scrapers: async () => (await import("./tasks/scrapers.ts")).scrapeTogether,
  "watch-client-node": async () => (await import("./tasks/watches.ts")).watchClientNode,
  "watch-ours": async () => (await import("./tasks/watches.ts")).watchOurs,
  "write-snapshot": async () => (await import("./tasks/write-snapshot.ts")).writeSnapshot,
};

export type TaskName = keyof typeof tasks;
type Task<N extends TaskName> = Awaited<ReturnType<(typeof tasks)[N]>>;
export type TaskInput<N extends TaskName> = Parameters<Task<N>>[0];
export type TaskResult<N extends TaskName> = Awaited<ReturnType<Task<N>>>;
