import { describe, expect, it } from "vitest";
import { claim, mr, xr } from "../contract/samples.ts";
import { encodeSnapshot } from "./snapshot-encode.ts";
import { encode, snapshotOf } from "../testing/snapshots.ts";

describe("encodeSnapshot", () => {
  it("writes the original's keys first, always and in its order, then what only we know", async () => {
    const text = await encode(
      snapshotOf({
        claim: [claim("orders", { readySince: 0, readyReason: "<a&b>", deletedAt: 1_763_800_001 })],
        composite: [xr("orders", { ready: -1, uid: "", readyReason: "" })],
        managed: [{ ...mr("orders"), parentUid: "" }],
      }),
    );
    expect(text.split(/(?<=\}),(?="xrs|"mrs|"sch|\{"kind)|(?<=\]),/)).toMatchInlineSnapshot(`
      [
        "{"claims":[{"gvr":"acme.example/v1/databases","group":"acme.example","version":"v1","kind":"Database","namespace":"team-a","name":"orders","creator":"","team":"","composition":"","paused":false,"synced":false,"ready":true,"reason":"\\u003ca\\u0026b\\u003e","createdAt":"2025-11-21T04:40:00Z","deletedAt":"2025-11-22T08:26:41Z","xrRef":"orders-x1","syncedStatus":"Unknown","uid":"claim-orders","xrGroup":"acme.example","xrKind":"XDatabase"}]",
        ""xrs":[{"gvr":"acme.example/v1/xdatabases","group":"acme.example","version":"v1","kind":"XDatabase","namespace":"","name":"orders-x1","claimName":"","claimNamespace":"","composition":"","paused":false,"synced":false,"ready":false,"reason":"","createdAt":"0001-01-01T00:00:00Z","deletedAt":"0001-01-01T00:00:00Z","syncedStatus":"Unknown","readyStatus":"Unknown"}]",
        ""mrs":[{"gvr":"s3.aws.example/v1/buckets","group":"s3.aws.example","version":"v1","kind":"Bucket","namespace":"","name":"orders-bucket","xrName":"","claimName":"","claimNamespace":"","provider":"provider-aws-s3","providerConfig":"","externalName":"","managementPolicies":"","paused":false,"synced":false,"ready":false,"reason":"","createdAt":"0001-01-01T00:00:00Z","deletedAt":"0001-01-01T00:00:00Z","syncedStatus":"Unknown","readyStatus":"Unknown","uid":"mr-orders","parentGroup":"acme.example","parentKind":"XDatabase","parentName":"orders-x1"}]",
        ""persistedAt":"2025-11-22T11:52:25.678Z","schemaVersion":"1.0","generation":7,"cluster":"blue","sources":[{"gvr":"acme.example/v1/databases","class":"claim","rows":1,"lastSuccess":"2025-11-22T11:52:25Z","error":""}]",
        ""packages":[{"kind":"Provider","name":"provider-aws-s3","package":"xpkg.example/provider-aws-s3:v1.2.3","version":"v1.2.3","revision":"provider-aws-s3-0123456789ab","installed":1,"installedReason":"ActivePackageRevision","healthy":0,"healthyReason":"UnhealthyPackageRevision"}]",
        ""compositionRevisions":[{"name":"pg-1a2b3c4","composition":"pg","revision":3}]",
        ""namespaceOwners":[]}",
      ]
    `);
  });

  it("leaves mrs out when there are none, as the original does", async () => {
    const text = await encode(snapshotOf({}, { cluster: "", sources: [], packages: [], compositionRevisions: [] }));
    expect(text).toBe(
      '{"claims":[],"xrs":[],"persistedAt":"2025-11-22T11:52:25.678Z",' +
        '"schemaVersion":"1.0","generation":7,"cluster":"","sources":[],"packages":[],"compositionRevisions":[],"namespaceOwners":[]}',
    );
  });

  it.each([
    { unixMs: 1_763_812_345_000, text: "2025-11-22T11:52:25Z" },
    { unixMs: 1_763_812_345_120, text: "2025-11-22T11:52:25.12Z" },
    { unixMs: 1_763_812_345_001, text: "2025-11-22T11:52:25.001Z" },
    { unixMs: 0, text: "0001-01-01T00:00:00Z" },
    { unixMs: -1, text: "0001-01-01T00:00:00Z" },
    { unixMs: Number.NaN, text: "0001-01-01T00:00:00Z" },
    { unixMs: 1e15, text: "0001-01-01T00:00:00Z" },
  ])("writes $unixMs ms as $text, as Go does", async ({ unixMs, text }) => {
    expect(await encode(snapshotOf({}, { takenAt: unixMs }))).toContain(`"persistedAt":"${text}"`);
  });

  it.each([
    { value: "<>&", text: String.raw`\u003c\u003e\u0026` },
    { value: "\u2028\u2029", text: String.raw`\u2028\u2029` },
    { value: 'a"b\\c', text: String.raw`a\"b\\c` },
    { value: "\n\t\r\b\f\u0001\u007F", text: `${String.raw`\n\t\r\b\f\u0001`}\u007F` },
    { value: "é😀", text: "é😀" },
    { value: "\uD83D!", text: "\uFFFD!" },
  ])("escapes $value as $text, as Go does", async ({ value, text }) => {
    expect(await encode(snapshotOf({ claim: [claim("a", { team: value })] }))).toContain(`"team":"${text}"`);
  });

  it("says the same with the same bytes", async () => {
    const snapshot = snapshotOf({ claim: [claim("a"), claim("b")] });
    expect(await encode(snapshot)).toBe(await encode(structuredClone(snapshot)));
  });

  it("comes in chunks of moderate size, and lets others run in between", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => claim(`claim-${index}`));
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    let largest = 0;
    for await (const chunk of encodeSnapshot(snapshotOf({ claim: rows }))) largest = Math.max(largest, chunk.length);
    clearInterval(ticking);
    expect(largest).toBeLessThan(100_000);
    expect(turns).toBeGreaterThan(0);
  });
});
