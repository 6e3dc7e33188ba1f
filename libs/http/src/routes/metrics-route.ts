import type { Body, MetricsPages } from "../answers/body.ts";
import { gzipWithHead } from "../answers/gzip.ts";
import { isParts } from "../answers/parts.ts";
import type { Parts } from "../answers/parts.ts";
import { negotiateMetrics } from "../answers/negotiate.ts";
import type { MetricsFormat } from "../answers/negotiate.ts";
import { openMetricsLines } from "../answers/openmetrics.ts";
import { bodyReply } from "./route.ts";
import type { Limit, Route } from "./route.ts";

/**
 * `/metrics`: the kept page in the format that was asked for.
 * @param headMetrics text format 0.0.4; comes before the kept page, so that OpenMetrics' `# EOF` stays last. Its
 *   families must not be in the page too.
 */
export const metricsRoute = (
  pages: () => MetricsPages,
  headMetrics?: () => Promise<Buffer | string>,
  limit?: Limit,
): Route => ({
  path: "/metrics",
  title: "Metrics, for Prometheus",
  limit,
  reply: async ({ accept }) => {
    const { format, contentType } = negotiateMetrics(accept);
    const head = headMetrics === undefined ? "" : endLine(String(await headMetrics()));
    const body = head === "" ? pages()[format] : withHead(head, pages()[format], format);
    return bodyReply({ ...body, contentType }, { vary: "Accept, Accept-Encoding" });
  },
});

function withHead(text: string, body: Body, format: MetricsFormat): Body {
  const head = Buffer.from(format === "openmetrics" ? openMetricsLines(text) : text);
  return {
    contentType: body.contentType,
    bytes: head.byteLength + body.bytes,
    identity: () => headed(head, body.identity()),
    gzip: body.gzip && gzipWithHead(head, body.gzip, body.bytes),
    // The process's own metrics change with every scrape.
    etag: undefined,
  };
}

const headed = (head: Buffer, content: Parts | AsyncIterable<Buffer>): Parts | AsyncIterable<Buffer> =>
  isParts(content) ? [head, ...content] : streamed(head, content);

async function* streamed(head: Buffer, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* content;
}

const endLine = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
