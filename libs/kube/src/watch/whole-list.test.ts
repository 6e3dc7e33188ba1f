import { expect, it } from "vitest";
import type { KubeClient } from "../kube-client.ts";
import { keptObjects } from "./kept-objects.ts";
import { wholeLists } from "./whole-list.ts";

const never = new AbortController().signal;

/** Lists of two pages; `duringPages` is called between them. */
function lists(resourceVersion: () => number, duringPages: () => void) {
  const asked = { pages: 0, projections: 0 };
  const get: KubeClient["get"] = async (_path, { continue: token }) => {
    asked.pages += 1;
    if (token !== undefined) duringPages();
    const [name, next] = token === undefined ? ["a", "t"] : ["b", undefined];
    const metadata = { resourceVersion: String(resourceVersion()), continue: next };
    return { kind: "ThingList", metadata, items: [{ metadata: { name, uid: name, resourceVersion: "5" } }] };
  };
  const kept = keptObjects<string>();
  const project = (): string => `${(asked.projections += 1)}`;
  const parts = { client: { get } as KubeClient, limit: <R>(task: () => Promise<R>) => task() };
  const whole = wholeLists(parts, { path: "/things", project }, kept, never);
  return { kept, whole, asked };
}

it("a list is read once, whatever is seen of later versions meanwhile, and nothing is projected a second time", async () => {
  let now = 10;
  const { kept, whole, asked } = lists(
    () => now,
    () => whole.saw(99),
  );
  kept.fill((await whole.read()).listed);
  now = 100;
  await whole.read();
  expect(asked).toEqual({ pages: 4, projections: 2 });
});

it("a list that is older than what was seen before it is of a restored server: its versions are other states", async () => {
  const { kept, whole, asked } = lists(
    () => 10,
    () => undefined,
  );
  kept.fill((await whole.read()).listed);
  whole.saw(99);
  await whole.read();
  expect(asked).toEqual({ pages: 6, projections: 4 });
  await whole.read();
  expect(asked).toEqual({ pages: 8, projections: 4 });
});
