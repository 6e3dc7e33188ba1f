import { parseGvr, typeOfMrd, typesOfApiResourceList, typesOfXrd } from "@xp-tracker/crossplane";
import type { DiscoveredType, Gvr } from "@xp-tracker/crossplane";
import { discover, freshLists, KubeApiError, pathsOf } from "@xp-tracker/kube";
import type { KubeClient } from "@xp-tracker/kube";
import * as fc from "fast-check";
import { anyDefinition, anyDiscoveryAnswer, anyResourceList } from "./testing/definitions.ts";
import { fuzz } from "./testing/fuzz.ts";
import type { Json } from "./testing/hostile-json.ts";

const never = new AbortController().signal;
const SAFE_PATH = /^\/apis(?:\/[a-z0-9.-]+){2,3}$/;

/** A type becomes part of a URL and of labels. */
function expectUsable(type: DiscoveredType): void {
  const [path = ""] = pathsOf(type.gvr, { namespaced: false });
  const isUsable =
    parseGvr(type.gvr).ok &&
    SAFE_PATH.test(path) &&
    typeof type.kind === "string" &&
    type.kind !== "" &&
    typeof type.namespaced === "boolean" &&
    [type.kind, type.provider, type.definition].every((text) => text.isWellFormed());
  if (!isUsable) throw new Error(`this type cannot be used: ${JSON.stringify(type)}`);
}

const bottomless = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as Json;
const unlisted: Json = { spec: { scope: bottomless, state: "Active", versions: [{ name: "v1", served: true }] } };

fuzz("definitions", "of any shape give types that can be listed, or a reason", {
  input: fc.record({ definition: anyDefinition, resources: anyResourceList }),
  found: [{ definition: unlisted, resources: null }],
  holds({ definition, resources }) {
    const [xrd, mrd] = [typesOfXrd(definition), typeOfMrd(definition)];
    const types = [xrd.ok ? xrd.value : [], mrd.ok ? (mrd.value ?? []) : [], typesOfApiResourceList(resources)].flat();
    for (const type of types) expectUsable(type);
    for (const read of [xrd, mrd]) if (!read.ok && read.reason === "") throw new Error("no reason is given");
  },
});

/** Gives one answer after the other, whatever is asked for, and then says that nothing is there. */
function answering(answers: readonly unknown[]): KubeClient {
  const left = [...answers];
  return {
    server: "https://fuzz.example",
    get: (path) => {
      if (path !== "/apis" && !SAFE_PATH.test(path)) throw new Error(`${path} is asked for`);
      if (left.length > 0) return Promise.resolve(left.shift());
      const notFound = { errorClass: "not_found", httpStatus: 404 } as const;
      return Promise.reject(new KubeApiError(`GET ${path}: HTTP 404`, notFound));
    },
    stream: () => Promise.reject(new Error("nobody watches here")),
    close: () => Promise.resolve(),
  };
}

const extra = ["data.example.org/v1/databases" as Gvr];

const elsewhere = [{ name: "a.example", versions: [{ version: "v1/../../../api/v1/secrets?x=" }] }];

fuzz("discovery", "survives any answers, and finds types that can be listed", {
  input: fc.array(anyDiscoveryAnswer, { maxLength: 8 }),
  found: [
    [{}, { kind: "APIGroupList", groups: null }],
    [{ kind: "List" }, { groups: elsewhere }, { groups: elsewhere }],
  ],
  share: 0.5,
  async holds(answers) {
    const client = answering(answers);
    const extras = { extraClaims: extra, extraXRs: [], extraMRs: [] };
    const { types } = await discover({ client, lists: freshLists(client) }, extras, never);
    for (const type of types) expectUsable(type);
  },
});
