import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "@xp-tracker/crossplane";
import { renderBookkeeping } from "./bookkeeping.ts";
import { platform, sampleRow, sampleSnapshot } from "../testing/sample-snapshot.ts";

const page = (snapshot: Snapshot | undefined): string => String(Buffer.concat(renderBookkeeping(snapshot)));

describe("bookkeeping", () => {
  it("has the original's keys in the original's order", () => {
    expect(page(platform)).toBe(
      '{"claims":[{"group":"acme.example","version":"v1","kind":"Database","namespace":"team-a","name":"orders","creator":"alice","team":"payments","composition":"pg","paused":false,"deleting":false,"ready":false,"reason":"Waiting","ageSeconds":9600}],' +
        '"xrs":[{"group":"acme.example","version":"v1","kind":"XDatabase","namespace":"","name":"orders-x1","composition":"pg","paused":true,"deleting":true,"ready":true,"reason":"","ageSeconds":9599}],' +
        '"mrs":[{"group":"s3.aws.example","version":"v1","kind":"Bucket","namespace":"","name":"orders-x1-b","xrName":"","claimName":"","claimNamespace":"","provider":"provider-aws-s3","providerConfig":"default","externalName":"orders-b","managementPolicies":"","paused":false,"deleting":false,"ready":false,"reason":"","ageSeconds":9598}],' +
        '"generatedAt":"2026-02-15T10:00:00Z"}',
    );
  });

  it("without a snapshot has empty lists and no time", () => {
    expect(page(undefined)).toBe('{"claims":[],"xrs":[],"mrs":[],"generatedAt":"0001-01-01T00:00:00Z"}');
  });

  it("gives an object without a creation time the age that Go gives it", () => {
    expect(page(sampleSnapshot({ rows: { claim: [sampleRow({ kind: "K", name: "n" })] } }))).toContain(
      '"ageSeconds":9223372036}',
    );
  });

  it("has any text as JSON has it, also between equal ones", () => {
    const anyText = fc.oneof(
      fc.constantFrom("", "same", '"quoted"', "\ud800"),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    const anyFields = fc.record({ namespace: anyText, xrName: anyText, provider: anyText, readyReason: anyText });
    fc.assert(
      fc.property(fc.array(anyFields, { maxLength: 5 }), (some) => {
        const managed = some.map((fields, index) => sampleRow({ kind: `Bucket${index}`, name: "orders", ...fields }));
        const text = page(sampleSnapshot({ rows: { managed } }));
        const { mrs } = JSON.parse(text) as { mrs: readonly object[] };
        expect(mrs).toMatchObject(some.map(({ readyReason, ...others }) => ({ ...others, reason: readyReason })));
        expect(text).toContain(`"mrs":${JSON.stringify(mrs)}`);
      }),
    );
  });

  it("is one JSON document, however many rows there are", () => {
    const managed = Array.from({ length: 2_500 }, (_, index) => sampleRow({ kind: "Bucket", name: `b-${index}` }));
    const { mrs } = JSON.parse(page(sampleSnapshot({ rows: { managed } }))) as { mrs: readonly { name: string }[] };
    expect(mrs.map(({ name }) => name)).toEqual(managed.map(({ name }) => name).toSorted());
  });
});
