import { parseAccept } from "./accept.ts";
import type { Accepted } from "./accept.ts";
import type { MetricsPages } from "./body.ts";

export type MetricsFormat = keyof MetricsPages;

/** What a scraper gets: the page, and its content type with the version and escaping that were asked for. */
export interface Negotiated {
  readonly format: MetricsFormat;
  readonly contentType: string;
}

interface Offer {
  readonly format: MetricsFormat;
  readonly media: readonly string[];
  readonly contentType: string;
  /** The first one is meant where none is asked for. */
  readonly versions: readonly string[];
}

const offers: readonly Offer[] = [
  {
    format: "openmetrics",
    media: ["application/openmetrics-text"],
    contentType: "application/openmetrics-text",
    versions: ["1.0.0", "0.0.1"],
  },
  // Text 1.0.0 differs from 0.0.4 in quoted UTF-8 names alone, and no name of ours needs quotes.
  {
    format: "text",
    media: ["text/plain", "text/*", "*/*"],
    contentType: "text/plain",
    versions: ["0.0.4", "1.0.0"],
  },
];

/**
 * How the `escaping` parameter of Prometheus 3 is echoed. Our names have nothing to escape, so any of them holds.
 * Source: Prometheus, "Escaping schemes".
 */
const escapings = ["allow-utf-8", "underscores", "dots", "values"];

const fallback: Negotiated = { format: "text", contentType: "text/plain; version=0.0.4; charset=utf-8" };

/**
 * Picks the format of the metrics page: the entry of highest quality that is offered, the first of equals.
 * Where nothing fits it is text 0.0.4, which every scraper reads; a 406 would only lose the scrape.
 */
export function negotiateMetrics(accept: string): Negotiated {
  const candidates = parseAccept(accept)
    .flatMap((entry) => offered(entry))
    .toSorted((a, b) => b.q - a.q);
  return candidates[0]?.negotiated ?? fallback;
}

function offered(entry: Accepted): { q: number; negotiated: Negotiated }[] {
  if (entry.q === 0) return [];
  const offer = offers.find(({ media }) => media.includes(entry.value));
  const version = entry.parameters.get("version") ?? offer?.versions[0];
  if (offer === undefined || version === undefined || !offer.versions.includes(version)) return [];
  const contentType = `${offer.contentType}; version=${version}; charset=utf-8${escapingOf(entry)}`;
  return [{ q: entry.q, negotiated: { format: offer.format, contentType } }];
}

function escapingOf(entry: Accepted): string {
  const escaping = entry.parameters.get("escaping");
  return escaping !== undefined && escapings.includes(escaping) ? `; escaping=${escaping}` : "";
}

/** Whether gzip is at least as welcome as identity. Without a header it is not. */
export function prefersGzip(acceptEncoding: string): boolean {
  const entries = parseAccept(acceptEncoding);
  const quality = (...names: string[]) => entries.find(({ value }) => names.includes(value))?.q;
  const gzip = quality("gzip", "x-gzip") ?? quality("*") ?? 0;
  return gzip > 0 && gzip >= (quality("identity") ?? 0);
}
