import { expect, it, onTestFinished } from "vitest";
import { startKubeSim } from "@xp-tracker/testing";
import { answeringLists } from "./answering-lists.ts";
import { connectKube } from "../connection/connect-kube.ts";
import { watchedLists } from "../watch/watched-lists.ts";

const never = new AbortController().signal;
const namespaces = {
  paths: ["/api/v1/namespaces"],
  project: (object: unknown) => (object as { metadata: { name: string } }).metadata.name,
  projection: "names",
};

async function answering() {
  const sim = await startKubeSim();
  const client = await connectKube({
    kubeconfigPath: sim.kubeconfigPath,
    requestTimeoutMs: 500,
    userAgent: "test",
    retry: { attempts: 1, baseMs: 1, maxMs: 1 },
  });
  const watched = watchedLists(client, { listConcurrency: 4, listIntervalMs: 60_000, resyncIntervalMs: 3_600_000 });
  const lists = answeringLists(client, watched);
  onTestFinished(async () => {
    lists.close();
    await client.close();
    await sim.stop();
  });
  return { sim, lists };
}

it("watched lists fail once the server no longer answers, though their watches stay open, until it does", async () => {
  const { sim, lists } = await answering();
  const first = await lists.objects(namespaces, never);
  const hanging = await sim.control.addFault({ path: "/version", hang: true });
  lists.sweep();
  await expect(lists.objects(namespaces, never)).rejects.toMatchObject({ errorClass: "timeout" });
  expect((await sim.control.stats()).watchesOpen).toBe(1);

  await sim.control.removeFault(hanging);
  lists.sweep();
  expect(await lists.objects(namespaces, never)).toBe(first);
});

it("a list that fails before the server has answered fails when it is waited for, and only then", async () => {
  const { sim, lists } = await answering();
  await sim.control.addFault({ gvr: "/v1/namespaces", status: 404 });
  await sim.control.addFault({ path: "/version", latencyMs: 200 });
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  lists.sweep();
  await expect(lists.objects(namespaces, never)).rejects.toMatchObject({ errorClass: "not_found" });
  expect(unhandled).toEqual([]);
});

it("a server that refuses is one that answers", async () => {
  const { sim, lists } = await answering();
  const first = await lists.objects(namespaces, never);
  await sim.control.addFault({ path: "/version", status: 403 });
  lists.sweep();
  expect(await lists.objects(namespaces, never)).toBe(first);
});
