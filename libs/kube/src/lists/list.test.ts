import { gvrOf } from "@xp-tracker/crossplane";
import { describe, expect, it } from "vitest";
import { KubeApiError } from "../api-error.ts";
import type { KubeClient, Query } from "../kube-client.ts";
import { listPath } from "./list.ts";
import { listObjects } from "../testing/list-objects.ts";

const never = new AbortController().signal;
const gvr = gvrOf({ group: "acme.example", version: "v1", resource: "widgets" });
const asIs = (object: unknown) => object;

interface Asked {
  readonly path: string;
  readonly query: Query;
}

/** A client whose answers are written down; the real ones are in the contract test. */
function scripted(answers: readonly (object | Error)[]) {
  const asked: Asked[] = [];
  const client: KubeClient = {
    server: "https://scripted",
    get: async (path, query) => {
      asked.push({ path, query });
      const answer = answers[asked.length - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    stream: () => Promise.reject(new Error("lists are not streamed")),
    close: async () => undefined,
  };
  return { client, asked };
}

const page = (items: readonly unknown[] | null, token?: string) => ({
  apiVersion: "acme.example/v1",
  items,
  kind: "WidgetList",
  metadata: { resourceVersion: "1", ...(token === undefined ? {} : { continue: token }) },
});

const failure = (errorClass: "expired" | "forbidden" | "malformed", tooLarge = false) =>
  new KubeApiError(errorClass, { errorClass, tooLarge });

describe("a list from the API server's cache", () => {
  it("asks for any state at first, and goes on with the state that it got", async () => {
    const { client, asked } = scripted([page(["a"], "t1"), page(["b"])]);
    const options = { project: asIs, fromCache: true };
    await expect(listPath(client, "/p", options, never)).resolves.toEqual(["a", "b"]);
    expect(asked.map(({ query }) => query["resourceVersion"])).toEqual([0, undefined]);
  });

  it("is read page by page where the whole is too large for one answer", async () => {
    const { client, asked } = scripted([failure("malformed", true), page(["a"], "t1"), page(["b"])]);
    const options = { project: asIs, fromCache: true };
    await expect(listPath(client, "/p", options, never)).resolves.toEqual(["a", "b"]);
    expect(asked.map(({ query: { limit, resourceVersion } }) => [limit, resourceVersion])).toEqual([
      [500, 0],
      [500, undefined],
      [500, undefined],
    ]);
  });
});

describe("pages", () => {
  it("are asked for until there is no token", async () => {
    const { client, asked } = scripted([page(["a", "b"], "t1"), page([], "t2"), page(["c"], "")]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual(["a", "b", "c"]);
    expect(asked.map(({ query }) => query["continue"])).toEqual([undefined, "t1", "t2"]);
    expect(asked.map(({ query }) => query["limit"])).toEqual([500, 500, 500]);
  });

  it("may be null where Go had an empty slice", async () => {
    const { client } = scripted([page(null)]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual([]);
  });

  it("of items without kind get the list's", async () => {
    const items = [{ metadata: { name: "a" } }, { kind: "Other", apiVersion: "x/v1" }];
    const { client } = scripted([page(items)]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual([
      { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "a" } },
      { kind: "Other", apiVersion: "x/v1" },
    ]);
  });

  it.each([null, [], "text", {}, { kind: "Widget" }, { kind: "WidgetList", items: {} }, { kind: "Status" }])(
    "that are no pages are malformed: %j",
    async (answer) => {
      const { client } = scripted([answer as object]);
      await expect(listPath(client, "/p", { project: asIs }, never)).rejects.toMatchObject({ errorClass: "malformed" });
    },
  );

  it.each([["t"], ["t1", "t2"], ["t1", "t2", "t3"]])(
    "whose tokens go round do not go on for ever: %j",
    async (...tokens) => {
      const { client } = scripted([...tokens, ...tokens].map((token) => page(["a"], token)));
      await expect(listPath(client, "/p", { project: asIs }, never)).rejects.toMatchObject({
        message: "GET /p: the server repeats a continue token",
        errorClass: "malformed",
      });
    },
  );

  it("that stay empty do not go on for ever, and some may be", async () => {
    const empty = (count: number) => Array.from({ length: count }, (_, index) => page([], `t${index}`));
    const { client } = scripted([...empty(999), page(["a"], "u"), page([], "v"), page(["b"])]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual(["a", "b"]);
    const { client: hostile } = scripted(empty(1_001));
    await expect(listPath(hostile, "/p", { project: asIs }, never)).rejects.toMatchObject({
      message: "GET /p: 1000 pages in a row are empty, and yet not the last",
      errorClass: "malformed",
    });
  });

  it("that are too large are asked for smaller, from the same token on", async () => {
    const { client, asked } = scripted([
      page(["a"], "t1"),
      failure("malformed", true),
      failure("malformed", true),
      page(["b"], "t2"),
      page(["c"]),
    ]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual(["a", "b", "c"]);
    expect(asked.map(({ query }) => [query["continue"], query["limit"]])).toEqual([
      [undefined, 500],
      ["t1", 500],
      ["t1", 63],
      ["t1", 8],
      ["t2", 8],
    ]);
  });

  it("of one object that is still too large fail", async () => {
    const { client } = scripted(Array(10).fill(failure("malformed", true)) as Error[]);
    await expect(listPath(client, "/p", { project: asIs }, never)).rejects.toMatchObject({ tooLarge: true });
  });
});

describe("an expired token", () => {
  it("begins the list anew and drops what was read", async () => {
    const { client, asked } = scripted([page(["old"], "t1"), failure("expired"), page(["new"])]);
    await expect(listPath(client, "/p", { project: asIs }, never)).resolves.toEqual(["new"]);
    expect(asked.at(-1)?.query["continue"]).toBeUndefined();
  });

  it("fails the list when it keeps happening", async () => {
    const again = [page(["old"], "t1"), failure("expired")];
    const { client, asked } = scripted([...again, ...again, ...again, ...again, ...again]);
    await expect(listPath(client, "/p", { project: asIs }, never)).rejects.toMatchObject({ errorClass: "expired" });
    expect(asked).toHaveLength(8);
  });
});

describe("namespaces", () => {
  const namespaces = ["team-a", "team-b"];

  it("without a scope, everything is read at once", async () => {
    const { client, asked } = scripted([page([])]);
    await listObjects(client, gvr, { namespaced: true, project: asIs }, never);
    expect(asked.map(({ path }) => path)).toEqual(["/apis/acme.example/v1/widgets"]);
  });

  it("with a scope, namespaced types are read in each", async () => {
    const { client, asked } = scripted([page(["a"]), page(["b"])]);
    const list = listObjects(client, gvr, { namespaced: true, namespaces, project: asIs }, never);
    await expect(list).resolves.toEqual(["a", "b"]);
    expect(asked.map(({ path }) => path)).toEqual([
      "/apis/acme.example/v1/namespaces/team-a/widgets",
      "/apis/acme.example/v1/namespaces/team-b/widgets",
    ]);
  });

  it("with a scope, cluster-scoped types are still read whole", async () => {
    const { client, asked } = scripted([page([])]);
    await listObjects(client, gvr, { namespaced: false, namespaces, project: asIs }, never);
    expect(asked.map(({ path }) => path)).toEqual(["/apis/acme.example/v1/widgets"]);
  });

  it("one that fails, fails the list", async () => {
    const { client } = scripted([page(["a"]), failure("forbidden")]);
    const list = listObjects(client, gvr, { namespaced: true, namespaces, project: asIs }, never);
    await expect(list).rejects.toMatchObject({ errorClass: "forbidden" });
  });
});
