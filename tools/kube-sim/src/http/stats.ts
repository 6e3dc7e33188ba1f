import type { WatchEnd } from "./watch.ts";
import type { OpenWatch } from "./watch.ts";

export interface Stats {
  /** Requests by verb and path class, e.g. `list apiextensions.crossplane.io/v1/compositeresourcedefinitions`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly requestsTotal: number;
  readonly requestsInFlight: number;
  readonly connections: number;
  readonly connectionsOpen: number;
  readonly tlsHandshakes: number;
  readonly watchesOpen: number;
  /** Of bodies, as they were sent: compressed ones count what they are on the wire. */
  readonly bytesSent: number;
  /** Spent by this process since its start, user and system. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  readonly objects: number;
}

export interface Counters {
  readonly request: (what: string) => () => void;
  readonly connection: () => () => void;
  readonly handshake: () => void;
  readonly sent: (bytes: number) => void;
  readonly watchOpened: (watch: OpenWatch) => void;
  readonly watchClosed: (watch: OpenWatch) => void;
  /** Ends the open watches that are chosen. */
  readonly endWatches: (how: WatchEnd, chosen: (watch: OpenWatch) => boolean) => void;
  readonly read: (objects: number) => Stats;
  /** Counters to zero; what is open stays counted. */
  readonly reset: () => void;
}

export function createCounters(): Counters {
  const requests = new Map<string, number>();
  const watches = new Set<OpenWatch>();
  let [requestsInFlight, connections, connectionsOpen, tlsHandshakes, bytesSent] = [0, 0, 0, 0, 0];
  return {
    request: (what) => {
      requests.set(what, (requests.get(what) ?? 0) + 1);
      requestsInFlight += 1;
      return () => {
        requestsInFlight -= 1;
      };
    },
    connection: () => {
      connections += 1;
      connectionsOpen += 1;
      return () => {
        connectionsOpen -= 1;
      };
    },
    handshake: () => {
      tlsHandshakes += 1;
    },
    sent: (bytes) => {
      bytesSent += bytes;
    },
    watchOpened: (watch) => {
      watches.add(watch);
    },
    watchClosed: (watch) => {
      watches.delete(watch);
    },
    endWatches: (how, chosen) => {
      for (const watch of [...watches].filter(chosen)) watch.end(how);
    },
    read: (objects) => {
      const { user, system } = process.cpuUsage();
      return {
        requests: Object.fromEntries([...requests].toSorted(([a], [b]) => a.localeCompare(b))),
        requestsTotal: [...requests.values()].reduce((sum, count) => sum + count, 0),
        requestsInFlight,
        connections,
        connectionsOpen,
        tlsHandshakes,
        watchesOpen: watches.size,
        bytesSent,
        cpuSeconds: (user + system) / 1e6,
        rssBytes: process.memoryUsage.rss(),
        objects,
      };
    },
    reset: () => {
      requests.clear();
      [connections, tlsHandshakes, bytesSent] = [0, 0, 0];
    },
  };
}
