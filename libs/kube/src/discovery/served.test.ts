import { parseGvr } from "@xp-tracker/crossplane";
import { loadObjects, mrdCrd, samplePlatform, startKubeSim, xrdCrd } from "@xp-tracker/testing";
import { expect, it, onTestFinished } from "vitest";
import { connectKube } from "../connection/connect-kube.ts";
import { isUnserved } from "./served.ts";

const never = new AbortController().signal;

async function server() {
  const sim = await startKubeSim();
  await loadObjects(sim.api, [xrdCrd, mrdCrd, ...samplePlatform]);
  const { kubeconfigPath } = sim;
  const retry = { attempts: 1, baseMs: 1, maxMs: 1 };
  const client = await connectKube({ kubeconfigPath, requestTimeoutMs: 5_000, userAgent: "test", retry });
  onTestFinished(async () => {
    await client.close();
    await sim.stop();
  });
  return { sim, client };
}

it("a type is not served when discovery knows its group, its version or itself not", async () => {
  const { client } = await server();
  const isGone = async (text: string): Promise<boolean> => {
    const gvr = parseGvr(text);
    if (!gvr.ok) throw new Error(gvr.reason);
    return isUnserved(client, gvr.value, never);
  };
  expect(await isGone("data.acme.example/v1beta1/databases")).toBe(false);
  expect(await isGone("data.acme.example/v1beta1/others")).toBe(true);
  expect(await isGone("data.acme.example/v7/databases")).toBe(true);
  expect(await isGone("other.example/v1/databases")).toBe(true);
});

it.each(["/apis", "/apis/data.acme.example/v1beta1"])("nothing is proven when %s does not answer", async (path) => {
  const { sim, client } = await server();
  await sim.control.addFault({ path, status: 404 });
  const gvr = parseGvr("data.acme.example/v1beta1/others");
  expect(gvr.ok && (await isUnserved(client, gvr.value, never))).toBe(false);
});
