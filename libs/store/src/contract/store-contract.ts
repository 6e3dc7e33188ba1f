import { compareRows } from "@xp-tracker/crossplane";
import { describe, expect, it } from "vitest";
import type { MemoryStoreOptions } from "../memory-store.ts";
import type { Store } from "../store.ts";
import { buckets, caches, claim, classes, databases, facts, mr, xdatabases, xr } from "./samples.ts";

export type MakeStore = (options: MemoryStoreOptions) => Store | Promise<Store>;

/** What every {@link Store} does, whatever lies behind it. Call it in a test file. */
export function storeContract(name: string, makeStore: MakeStore): void {
  const open = async (): Promise<Store> => await makeStore({ cluster: "blue" });

  describe(`${name}, as a store`, () => {
    describe.each(classes)("with rows of class $name", ({ row, replace, view, count, name: resourceClass }) => {
      it("holds nothing at first", async () => {
        const store = await open();
        expect(view(store)).toEqual([]);
        expect(count(store)).toBe(0);
      });

      it("replaces all rows of a GVR and leaves those of others alone", async () => {
        const store = await open();
        replace(store, databases, [row("a"), row("b")]);
        replace(store, caches, [row("c", { gvr: caches })]);
        replace(store, databases, [row("d")]);
        expect(view(store).map(({ uid }) => uid)).toEqual([row("c").uid, row("d").uid]);
        expect(count(store)).toBe(2);
      });

      it("keeps objects apart that share namespace and name but not their kind", async () => {
        const store = await open();
        replace(store, databases, [row("same")]);
        replace(store, caches, [row("same", { gvr: caches, kind: "Cache" })]);
        expect(count(store)).toBe(2);
        expect(view(store)).toHaveLength(2);
      });

      it("forgets a GVR whose rows are all gone", async () => {
        const store = await open();
        replace(store, databases, [row("a")]);
        replace(store, databases, []);
        expect(view(store)).toEqual([]);
        expect(count(store)).toBe(0);
      });

      it("retains the rows of the GVRs that are still discovered, and drops all others", async () => {
        const store = await open();
        replace(store, databases, [row("a")]);
        replace(store, caches, [row("b", { gvr: caches })]);
        store.retain(resourceClass, new Set([caches]));
        expect(view(store).map(({ gvr }) => gvr)).toEqual([caches]);
        expect(count(store)).toBe(1);
      });

      it("does not notice when the caller changes its array later", async () => {
        const store = await open();
        const mine = [row("a"), row("b")];
        replace(store, databases, mine);
        mine.pop();
        expect(view(store)).toHaveLength(2);
        expect(count(store)).toBe(2);
      });

      it("gives the same view until something changes", async () => {
        const store = await open();
        replace(store, databases, [row("a")]);
        const before = view(store);
        expect(view(store)).toBe(before);
        replace(store, databases, [row("a"), row("b")]);
        expect(before).toHaveLength(1);
        expect(view(store)).toHaveLength(2);
      });

      it("publishes rows in the order of compareRows, however they came", async () => {
        const store = await open();
        replace(
          store,
          databases,
          ["c", "a", "b"].map((each) => row(each, { gvr: databases })),
        );
        replace(
          store,
          caches,
          ["z", "y"].map((each) => row(each, { gvr: caches })),
        );
        const published = store.publish(facts).rows[resourceClass];
        expect(published).toHaveLength(5);
        expect(published).toEqual([...published].toSorted(compareRows));
      });
    });

    it("neither sorts nor copies what it is given as it is", async () => {
      const store = await open();
      const rows = [claim("b"), claim("a")];
      store.replaceClaims(databases, rows, true);
      expect(store.snapshotClaims()).toEqual(rows);
    });

    it("joins claims, XRs and MRs, and finds their owners", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("orders", { ownCreator: "ada" })]);
      store.replaceXRs(xdatabases, [xr("orders", { ownComposition: "postgres", composition: "postgres" })]);
      store.replaceMRs(buckets, [mr("orders"), mr("nobodys", { parentUid: "", parentKind: "" })]);
      enrich(store);

      expect(store.snapshotClaims()[0]).toMatchObject({ composition: "postgres", creator: "ada", team: "platform" });
      expect(store.snapshotXRs()[0]).toMatchObject({ claimName: "orders", claimNamespace: "team-a", creator: "ada" });
      const mrs = new Map(store.snapshotMRs().map((row) => [row.uid, row]));
      expect(mrs.get("mr-orders")).toMatchObject({ claimName: "orders", claimNamespace: "team-a", creator: "ada" });
      expect(mrs.get("mr-nobodys")).toMatchObject({ claimName: "", creator: "" });
    });

    it("lets a link go when what it led to goes", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("orders")]);
      store.replaceXRs(xdatabases, [xr("orders", { ownComposition: "postgres", composition: "postgres" })]);
      enrich(store);
      store.replaceXRs(xdatabases, []);
      enrich(store);
      expect(store.snapshotClaims()[0]).toMatchObject({ composition: "" });
    });

    it("keeps what was joined in other GVRs when one is replaced", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("orders")]);
      store.replaceXRs(xdatabases, [xr("orders", { ownComposition: "postgres", composition: "postgres" })]);
      enrich(store);
      store.replaceClaims(caches, [claim("sessions", { gvr: caches })]);
      expect(store.snapshotClaims().map(({ composition }) => composition)).toEqual(["", "postgres"]);
    });

    it("changes nothing when it enriches twice", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("orders")]);
      store.replaceXRs(xdatabases, [xr("orders")]);
      store.replaceMRs(buckets, [mr("orders")]);
      enrich(store);
      const before = classes.map(({ view }) => view(store));
      enrich(store);
      expect(classes.map(({ view }) => view(store))).toEqual(before);
    });

    it("shows readers nothing of a cycle before it is published", async () => {
      const store = await open();
      expect(store.current()).toBeUndefined();
      store.replaceClaims(databases, [claim("a")]);
      expect(store.current()).toBeUndefined();
      const first = store.publish(facts);
      store.replaceClaims(databases, []);
      expect(store.current()).toBe(first);
      expect(first.rows.claim).toHaveLength(1);
    });

    it("publishes the facts of the cycle, with its cluster", async () => {
      const store = await open();
      expect(store.publish(facts)).toMatchObject({ cluster: "blue", ...facts });
    });

    it("numbers snapshots from 1, and from what it is told to be above", async () => {
      const store = await open();
      expect(store.publish(facts).generation).toBe(1);
      expect(store.publish(facts).generation).toBe(2);
      expect(store.publish({ ...facts, afterGeneration: 41 }).generation).toBe(42);
      expect(store.publish({ ...facts, afterGeneration: 7 }).generation).toBe(43);
    });

    it("never changes a snapshot that it has published", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("b"), claim("a")]);
      store.replaceXRs(xdatabases, [xr("a")]);
      store.replaceMRs(buckets, [mr("a")]);
      enrich(store);
      const published = store.publish(facts);
      const before = structuredClone(published);

      store.replaceClaims(databases, [claim("c")]);
      store.replaceXRs(xdatabases, [xr("a", { ownComposition: "mysql", composition: "mysql" })]);
      store.retain("managed", new Set());
      enrich(store);
      store.publish({ ...facts, sources: [] });
      expect(published).toEqual(before);
    });

    it("does not let readers change a snapshot", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("a")]);
      const { rows } = store.publish(facts);
      expect(() => (rows.claim as unknown[]).pop()).toThrow(TypeError);
      expect(() => Object.assign(rows, { claim: [] })).toThrow(TypeError);
    });

    it("shares the rows of a class between generations where nothing changed", async () => {
      const store = await open();
      store.replaceClaims(databases, [claim("b"), claim("a")]);
      const first = store.publish(facts);
      store.replaceXRs(xdatabases, [xr("a")]);
      expect(store.publish(facts).rows.claim).toBe(first.rows.claim);
    });

    it("shares them also where a list is read again, links as they were, and one without rows is read for the first time", async () => {
      const store = await open();
      const items = [claim("b"), claim("a")];
      store.replaceClaims(databases, items);
      store.replaceXRs(xdatabases, [xr("a")]);
      enrich(store);
      const first = store.publish(facts);
      store.replaceClaims(databases, items);
      store.replaceClaims(caches, []);
      store.retain("claim", new Set([databases, caches]));
      enrich(store);
      expect(store.publish(facts).rows.claim).toBe(first.rows.claim);
    });

    it("publishes the rows that it was given, not copies of them", async () => {
      const store = await open();
      const [a, b] = [claim("a"), claim("b")];
      store.replaceClaims(databases, [b, a]);
      expect(store.publish(facts).rows.claim[0]).toBe(a);
      store.replaceClaims(databases, [claim("c"), a]);
      expect(store.publish(facts).rows.claim[0]).toBe(a);
    });

    it("adopts a snapshot: it is served, and its rows are worked on", async () => {
      const [theirs, store] = [await open(), await open()];
      theirs.replaceClaims(databases, [claim("a")]);
      theirs.replaceClaims(caches, [claim("b", { gvr: caches })]);
      const snapshot = theirs.publish({ ...facts, afterGeneration: 9 });

      store.replaceXRs(xdatabases, [xr("gone")]);
      store.adopt(snapshot);
      expect(store.current()).toBe(snapshot);
      expect([store.claimCount(), store.xrCount()]).toEqual([2, 0]);

      store.replaceClaims(databases, [claim("c")]);
      const next = store.publish(facts);
      expect(next.generation).toBe(11);
      expect(next.rows.claim.map(({ name: each }) => each)).toEqual(["b", "c"]);
      expect(snapshot.rows.claim.map(({ name: each }) => each)).toEqual(["b", "a"]);
    });
  });
}

function enrich(store: Store): void {
  store.enrichClaimCompositions();
  store.enrichXRClaims();
  store.enrichMRClaims();
  store.enrichOwners(new Map([["team-a", { creator: "", team: "platform" }]]));
}
