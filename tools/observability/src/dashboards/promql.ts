/** Labels that differ between replicas that are scraped one by one. */
const REPLICA = "instance, pod";

/** Names one object; cluster and job tell platforms apart where one Prometheus holds several. */
export const OBJECT = "cluster, job, class, group, kind, namespace, name";

/** One of the equal answers of the replicas, so that nothing is counted once for each of them. */
export const once = (selector: string): string => `max without (${REPLICA}) (${selector})`;

/** One series of `_info` for each object, also while two replicas tell different things of it. */
export const infoOf = (matchers: string): string => `topk by (${OBJECT}) (1, crossplane_resource_info{${matchers}})`;

/** `value` with labels of `_info`, for the objects that `matchers` choose. */
export const withInfo = (value: string, labels: string, matchers: string): string =>
  `${value} * on (${OBJECT}) group_left (${labels}) ${infoOf(matchers)}`;

/** A count that says 0 where nothing is counted. */
export const orZero = (expr: string): string => `${expr} or vector(0)`;

/** Shares of what is ready. */
export const share = (prefix: string, matchers: string, by = ""): string =>
  `sum ${by}(${once(`${prefix}_ready{${matchers}}`)}) / sum ${by}(${once(`${prefix}_total{${matchers}}`)})`;

export const quantile = (q: number, histogram: string, by = "le"): string =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${histogram}_bucket[$__rate_interval])))`;
