import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPath, sharedSkipReason } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import type { JsonObject, KubeObject } from "./cluster/kube-object.ts";
import { testSim } from "./testing/test-sim.ts";
import type { TestAnswer, TestBody, TestSim } from "./testing/test-sim.ts";
import { openWatch } from "./testing/test-watch.ts";

const RECORDINGS = "fixtures/kube-api";
const reason = sharedSkipReason(RECORDINGS);
const why = reason === undefined ? "" : ` (skipped: ${reason})`;

interface Exchange {
  readonly title: string;
  readonly trimmedByRecorder?: string;
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: TestBody;
    readonly bodyText?: string;
    readonly lines?: readonly { readonly line: string }[];
    readonly ended?: { readonly how: string };
  };
}

interface Fixtures {
  readonly crds: readonly KubeObject[];
  readonly namespaces: readonly string[];
  readonly objects: readonly { readonly path: string; readonly obj: KubeObject; readonly status?: JsonObject }[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(sharedPath(RECORDINGS), name), "utf8"));

const recorded = (file: string): readonly Exchange[] =>
  reason !== undefined ? [] : (read(`${file}.json`) as { readonly exchanges: readonly Exchange[] }).exchanges;

/** The objects behind the recordings, with the one change that was made between the first and the later ones. */
async function recordedCluster(): Promise<{ readonly sim: TestSim; readonly before: string }> {
  const { crds, objects } = read("fixtures.json") as Fixtures;
  const loaded = objects.map(({ path, obj, status }) => {
    const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
    const metadata = { ...obj.metadata, ...(namespace === undefined ? {} : { namespace }) };
    return { ...obj, metadata, ...(status === undefined ? {} : { status }) };
  });
  const sim = await testSim([...crds, ...loaded], { bookmarkSeconds: 60 });
  const before = (await sim.get(XDATABASES)).body?.metadata?.resourceVersion ?? "";
  await sim.send("PATCH", `${XDATABASES}/orders-0-x7k20`, { metadata: { labels: { touched: "1" } } });
  return { sim, before };
}

const XDATABASES = "/apis/platform.example.org/v1alpha1/xdatabases";
/** The version that the recordings call old; a million more is their future. */
const OLD = "308";

/** The path with our versions in the place of theirs. */
const ours = (path: string, before: string): string =>
  path
    .replace(`resourceVersion=${OLD}`, `resourceVersion=${before}`)
    .replace(/resourceVersion=1000\d{3}/, "resourceVersion=1000000");

/** What was done by users without all rights, or needs what is not simulated: tables, protobuf, sizes, later states. */
const ELSEWHERE =
  /restricted|anonymous|protobuf|Table|limited|pretty|browser|MB|kB|bytes|continue token|between the pages|LIST whole afterwards|aggregated discovery asked for without|version=1\b|compact|URL of|413|watch with Accept: application\/yaml|body is not JSON|GET \/ \(paths\)|big|\/version|verbose|Content-Length/;

const anyNumber = (text: string | undefined): string | undefined => text?.replaceAll(/\b\d+\b/g, "N");

const shapeOf = (body: TestBody | undefined, unordered: boolean, shown = Infinity): unknown => {
  if (body === undefined) return undefined;
  if (body.kind === "Status" && body.code !== undefined)
    return { ...body, message: anyNumber(body.message), details: anyNumber(JSON.stringify(body["details"])) };
  const names = body.items?.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
  return {
    keys: Object.keys(body),
    kind: body.kind,
    items: (unordered ? names?.toSorted() : names)?.slice(0, shown),
    metadata: Object.keys(body.metadata ?? {}).filter((key) => key !== "managedFields"),
    continues: (body.metadata?.continue ?? "") !== "",
    remaining: body.metadata?.remainingItemCount,
  };
};

const contentType = ({ response }: Exchange): string | undefined =>
  response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];

const retryAfter = ({ response }: Exchange): string | null =>
  response.headers.find(([name]) => name === "Retry-After")?.[1] ?? null;

const isBadToken = ({ title }: Exchange): boolean => title.startsWith("malformed");

function replayed(file: string): readonly (readonly [string, Exchange])[] {
  return recorded(file)
    .filter((exchange) => exchange.request !== undefined && exchange.response.lines === undefined)
    .filter((exchange) => isBadToken(exchange) || !ELSEWHERE.test(exchange.title))
    .map((exchange) => [exchange.title, exchange] as const);
}

async function replay(sim: TestSim, before: string, { request }: Exchange): Promise<TestAnswer> {
  const { "Content-Length": _length, Authorization: _authorization, ...headers } = request?.headers ?? {};
  return sim.send(request?.method ?? "GET", ours(request?.path ?? "", before), request?.body, headers);
}

describe.skipIf(reason !== undefined)(`the recordings of a real kube-apiserver${why}`, () => {
  describe.each([
    "02a-list",
    "02b-list-paging",
    "02c-list-resourceversion",
    "02d-list-selectors",
    "02e-list-representations",
    "02f-list-notfound",
    "04b-errors-request",
  ])("%s", (file) => {
    it.each(replayed(file))("%s", async (_title, exchange) => {
      const { sim, before } = await recordedCluster();
      const answer = await replay(sim, before, exchange);
      expect(answer.status).toBe(exchange.response.status);
      expect(answer.headers.get("content-type")).toBe(contentType(exchange));
      expect(answer.headers.get("retry-after")).toBe(retryAfter(exchange));
      const unordered = /resourceVersion=/.test(exchange.request?.path ?? "");
      const shown = Number(/the first (\d+) of/.exec(exchange.trimmedByRecorder ?? "")?.[1] ?? Infinity);
      const { body, bodyText } = exchange.response;
      expect(body === undefined ? anyNumber(answer.text) : shapeOf(answer.body, unordered, shown)).toEqual(
        body === undefined ? anyNumber(bodyText ?? "") : shapeOf(body, unordered),
      );
    });
  });

  it("01-discovery: the resources of each group are the same, down to the storage hashes", async () => {
    const { sim } = await recordedCluster();
    for (const { request, response } of recorded("01-discovery").filter(
      ({ title }) => title.includes("APIResourceList") && !title.includes("core"),
    )) {
      const { body } = await sim.get(request?.path ?? "");
      const sorted = (found: TestBody | undefined) =>
        (found?.resources ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
      const theirs = sorted(response.body);
      expect(sorted(body).filter(({ name }) => theirs.some((their) => their.name === name))).toEqual(theirs);
    }
  });

  it("02b: pages carry the tokens of the real server, but for the version in them", async () => {
    const { sim } = await recordedCluster();
    const first = recorded("02b-list-paging")[0];
    const { body } = await sim.get(first?.request?.path ?? "");
    const decoded = (token: string | undefined) => ({
      ...(JSON.parse(Buffer.from(token ?? "", "base64url").toString()) as object),
      rv: 0,
    });
    expect(decoded(body?.metadata?.continue)).toEqual(decoded(first?.response.body?.metadata?.continue));
  });

  const watches = recorded("03b-watch-start").filter(
    ({ title, response }) =>
      !/Table|allowWatchBookmarks=true: no bookmark/.test(title) && response.ended?.how.startsWith("clean") === true,
  );

  it.each(watches.map((exchange) => [exchange.title, exchange] as const))(
    "03b: %s",
    async (_title, { request, response }) => {
      if (/PartialObjectMetadata/.test(request?.headers["Accept"] ?? "")) return;
      const { sim } = await recordedCluster();
      const watch = await openWatch(sim, request?.path ?? "");
      expect(watch.status).toBe(response.status);
      expect(await watch.ended).toBe("clean");
      const theirs = (response.lines ?? []).map(
        ({ line }) => JSON.parse(line) as { readonly type: string; readonly object: TestBody },
      );
      const brief = (events: typeof theirs) =>
        events.map(({ type, object }) => `${type} ${object.kind ?? ""} ${object.metadata?.name ?? ""}`).toSorted();
      expect(brief([...watch.events])).toEqual(brief(theirs));
    },
  );
});
