import { describe, expect, it } from "vitest";
import { linkClaims } from "./link-claims.ts";
import { claim, claimedBy, refersTo, xr } from "./sample-rows.ts";

const composed = xr({ name: "orders-x1", ownComposition: "postgres" });

describe("a claim's composition", () => {
  it.each([
    ["that of the XR it refers to", claim({ name: "orders", ...refersTo(composed) }), "postgres"],
    ["its own before that of its XR", claim({ name: "orders", ownComposition: "mine", ...refersTo(composed) }), "mine"],
    ["none without a reference", claim({ name: "orders" }), ""],
    [
      "none where only the name fits, but not the kind",
      claim({ name: "orders", ...refersTo(composed), xrKind: "XBucket" }),
      "",
    ],
    ["none where the reference gives no kind", claim({ name: "orders", xrName: "orders-x1" }), ""],
  ])("is %s", (_, row, composition) => {
    expect(linkClaims([row], [composed])[0]).toMatchObject({ composition, ownComposition: row.ownComposition });
  });

  it("is never erased by an XR that has none", () => {
    const bare = xr({ name: "orders-x1" });
    expect(
      linkClaims([claim({ name: "orders", ownComposition: "mine", ...refersTo(bare) })], [bare])[0]?.composition,
    ).toBe("mine");
  });

  it("is not that of a namespaced XR with the same group, kind and name: those cannot be claimed", () => {
    const namespaced = xr({ name: "orders-x1", namespace: "team-a", ownComposition: "other" });
    expect(linkClaims([claim({ name: "orders", ...refersTo(composed) })], [namespaced, composed])[0]?.composition).toBe(
      "postgres",
    );
    expect(linkClaims([claim({ name: "orders", ...refersTo(composed) })], [namespaced])[0]?.composition).toBe("");
  });

  it("is that of the XR which names the claim, before the claim names its XR", () => {
    const unbound = claim({ name: "orders" });
    const bound = xr({ name: "orders-x1", ownComposition: "postgres", ...claimedBy(unbound) });
    expect(linkClaims([unbound], [bound])[0]?.composition).toBe("postgres");
  });

  it("is not guessed where two XRs name the claim", () => {
    const unbound = claim({ name: "orders" });
    const xrs = ["x1", "x2"].map((name) => xr({ name, ownComposition: name, ...claimedBy(unbound) }));
    expect(linkClaims([unbound], xrs)[0]?.composition).toBe("");
  });

  it("leaves when the XR leaves", () => {
    const linked = linkClaims([claim({ name: "orders", ...refersTo(composed) })], [composed]);
    expect(linkClaims(linked, [])[0]?.composition).toBe("");
  });
});

describe("a claim whose XR is gone", () => {
  const orphan = claim({ name: "orders", ownComposition: "kept", ...refersTo(composed) });

  it("keeps what it says itself, and is marked", () => {
    expect(linkClaims([orphan], [])).toEqual([{ ...orphan, dangling: "xr" }]);
  });

  it("is not marked while the XRs of that kind are not known", () => {
    const onlyBuckets = (group: string, kind: string) => group === "data.example.org" && kind === "XBucket";
    expect(linkClaims([orphan], [], onlyBuckets)).toEqual([orphan]);
  });

  it("is not marked where its reference does not say which kind it means", () => {
    const vague = claim({ name: "orders", xrName: "orders-x1" });
    expect(linkClaims([vague], [])).toEqual([vague]);
  });

  it("is no longer marked when the XR is back", () => {
    expect(linkClaims(linkClaims([orphan], []), [composed])).toEqual([orphan]);
  });
});

it("gives the same rows in the same array back where nothing changes", () => {
  const claims = [claim({ name: "orders", ...refersTo(composed) }), claim({ name: "invoices", namespace: "team-b" })];
  const linked = linkClaims(claims, [composed]);
  expect(linked).not.toBe(claims);
  expect(linked[1]).toBe(claims[1]);
  expect(linkClaims(linked, [composed])).toBe(linked);
});
