import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAccept } from "./accept.ts";
import { negotiateMetrics, prefersGzip } from "./negotiate.ts";

const text = "text/plain; version=0.0.4; charset=utf-8";
const openmetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const prometheus2 =
  "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
const prometheus3 =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
const protobufFirst = `application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.9,${prometheus3}`;

describe("the format of the metrics page", () => {
  it.each([
    ["nothing asked for", "", text],
    ["curl", "*/*", text],
    ["a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", text],
    ["Prometheus 2.42", prometheus2, openmetrics],
    ["Prometheus 3.5", prometheus3, `${openmetrics}; escaping=allow-utf-8`],
    ["Prometheus with protobuf, which is not offered", protobufFirst, `${openmetrics}; escaping=allow-utf-8`],
    ["the older OpenMetrics", "application/openmetrics-text;version=0.0.1", openmetrics.replace("1.0.0", "0.0.1")],
    ["OpenMetrics of any version", "application/openmetrics-text", openmetrics],
    ["an OpenMetrics that does not exist yet", "application/openmetrics-text;version=9.0.0", text],
    ["text with higher quality", "application/openmetrics-text;q=0.4,text/plain;version=0.0.4;q=0.5", text],
    ["equal qualities: the first", "text/plain,application/openmetrics-text", text],
    ["OpenMetrics refused", "application/openmetrics-text;q=0,*/*;q=0.1", text],
    [
      "text 1.0.0",
      "text/plain;version=1.0.0;escaping=underscores",
      `${text.replace("0.0.4", "1.0.0")}; escaping=underscores`,
    ],
    ["quotes and spaces", 'application/openmetrics-text ; version="1.0.0" ; q=1.0 , */* ; q=0.1', openmetrics],
    ["capitals", "Application/OpenMetrics-Text; Version=1.0.0", openmetrics],
    ["an escaping that does not exist", "text/plain;escaping=evil\r\nx: y", text],
    ["something else only", "application/json", text],
    ["an unreadable quality", "application/openmetrics-text;q=high", text],
  ])("%s", (_who, accept, contentType) => {
    const format = contentType.startsWith("text") ? "text" : "openmetrics";
    expect(negotiateMetrics(accept)).toEqual({ format, contentType });
  });

  it("is one that exists, whatever is asked for", () => {
    fc.assert(
      fc.property(fc.string(), (accept) => {
        expect(["text", "openmetrics"]).toContain(negotiateMetrics(accept).format);
      }),
    );
  });
});

describe("gzip", () => {
  it.each([
    ["", false],
    ["gzip", true],
    ["gzip, deflate, br", true],
    ["x-gzip", true],
    ["GZIP;q=0.5", true],
    ["*", true],
    ["identity", false],
    ["br;q=1, gzip;q=0.2", true],
    ["gzip;q=0", false],
    ["gzip;q=0, *", false],
    ["*;q=0", false],
    ["identity;q=1, gzip;q=0.5", false],
    ["identity;q=0.5, gzip;q=0.5", true],
  ])("for Accept-Encoding %j: %s", (header, expected) => {
    expect(prefersGzip(header)).toBe(expected);
  });
});

describe("parseAccept", () => {
  it("reads values, parameters and qualities", () => {
    expect(parseAccept('text/plain;version="0.0.4";q=0.25, */*')).toEqual([
      { value: "text/plain", parameters: new Map([["version", "0.0.4"]]), q: 0.25 },
      { value: "*/*", parameters: new Map(), q: 1 },
    ]);
  });
});
