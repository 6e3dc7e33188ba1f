import * as fc from "fast-check";
import { anyJson, damaged } from "./hostile-json.ts";
import type { Json } from "./hostile-json.ts";
import { colliding, hostileText } from "./hostile-text.ts";

const group = colliding("data.example.org", "rds.cloud.example", "apps", "../../api/v1/secrets?x=");
const version = colliding("v1", "v1alpha1", "v1/../..", "v1?watch=1");
const plural = colliding("databases", "xdatabases", "secrets/../x", "a%2fb", "x y");
const kind = colliding("Database", "XDatabase", "");
const flag = fc.boolean();
const names = fc.record({ plural, kind });

const metadata = fc.record({
  name: hostileText,
  ownerReferences: fc.array(
    fc.record({ apiVersion: colliding("pkg.crossplane.io/v1"), kind: colliding("Provider"), name: hostileText }),
  ),
  labels: fc.record({ "pkg.crossplane.io/package": hostileText }),
});
const versions = fc.array(fc.record({ name: version, served: flag, storage: flag, referenceable: flag }), {
  maxLength: 3,
});
const spec = fc.record({
  group,
  names,
  claimNames: names,
  scope: colliding("Cluster", "Namespaced", "LegacyCluster"),
  state: colliding("Active", "Inactive"),
  versions,
});

/** An XRD and an MRD at once: each reader takes what it knows. */
const definition = fc.record({ metadata, spec });
export const anyDefinition: fc.Arbitrary<Json> = damaged(definition);

const resource = fc.record({
  name: plural,
  kind,
  namespaced: flag,
  verbs: fc.array(colliding("list", "get")),
  categories: fc.array(colliding("managed", "crossplane")),
});

export const anyResourceList: fc.Arbitrary<Json> = damaged(
  fc.record({
    kind: fc.constant("APIResourceList"),
    groupVersion: fc.tuple(group, version).map((parts) => parts.join("/")),
    resources: fc.array(resource, { maxLength: 4 }),
  }),
);

const anyGroupList = damaged(
  fc.record({
    kind: fc.constant("APIGroupList"),
    groups: fc.array(
      fc.record({
        name: group,
        versions: fc.array(fc.record({ version }), { maxLength: 3 }),
        preferredVersion: fc.record({ version }),
      }),
      { maxLength: 4 },
    ),
  }),
);

const anyDefinitionList = damaged(
  fc.record({
    kind: colliding("CompositeResourceDefinitionList", "List"),
    metadata: fc.record({ resourceVersion: colliding("1", ""), continue: colliding("", "next") }),
    items: fc.array(definition, { maxLength: 3 }),
  }),
);

/** What an API server, or whoever answers in its place, may say when it is asked for types. */
export const anyDiscoveryAnswer: fc.Arbitrary<Json> = fc.oneof(
  anyGroupList,
  anyResourceList,
  anyDefinitionList,
  anyDefinitionList,
  anyJson,
);
