import { emptyRow, gvrOf, linkClaims, linkMRs, linkOwners, linkXRs } from "@xp-tracker/crossplane";
import type { Row, Rows } from "@xp-tracker/crossplane";

/** A platform of claims, each with one XR and five MRs, as it was read: nothing is linked yet. */
function platform(claims: number): Rows {
  const row = (kind: string, plural: string, index: number, fields: Partial<Row>): Row => {
    const group = "data.acme.example";
    const gvr = gvrOf({ group, version: "v1", resource: plural });
    return { ...emptyRow, gvr, group, version: "v1", kind, uid: `${kind}-${index}`, ...fields };
  };
  const indexes = Array.from({ length: claims }, (_, index) => index);
  return {
    claim: indexes.map((index) => {
      const xr = { xrName: `db-${index}-x1`, xrGroup: "data.acme.example", xrKind: "XDatabase" };
      const [team, name, namespace] = [`team-${index % 50}`, `db-${index}`, `team-${index % 50}`];
      return row("Database", "databases", index, { name, namespace, team, ownTeam: team, ...xr });
    }),
    composite: indexes.map((index) => {
      const claim = { ownClaimName: `db-${index}`, ownClaimNamespace: `team-${index % 50}`, ownClaimKind: "Database" };
      return row("XDatabase", "xdatabases", index, { name: `db-${index}-x1`, ownComposition: "pg", ...claim });
    }),
    managed: indexes.flatMap((index) =>
      Array.from({ length: 5 }, (_, part) =>
        row("Bucket", "buckets", index * 5 + part, {
          name: `db-${index}-x1-${part}`,
          xrName: `db-${index}-x1`,
          parentUid: `XDatabase-${index}`,
          parentGroup: "data.acme.example",
          parentKind: "XDatabase",
          parentName: `db-${index}-x1`,
        }),
      ),
    ),
  };
}

function link({ claim, composite, managed }: Rows): Rows {
  const claims = linkClaims(claim, composite);
  const xrs = linkXRs(composite, claims);
  return linkOwners({ claim: claims, composite: xrs, managed: linkMRs(managed, xrs) }, new Map());
}

/** CPU milliseconds, user and system, all threads; the best of five, as other work disturbs the others. */
function cost(claims: number): { readonly rows: Rows; readonly cpuMs: number } {
  const rows = platform(claims);
  let linked = rows;
  const runs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    linked = link(rows);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { rows: linked, cpuMs: Math.min(...runs) };
}

const count = (number: number): string => number.toLocaleString("en");

for (const claims of [10_000, 20_000]) {
  const { rows, cpuMs } = cost(claims);
  const unlinked = rows.managed.filter(({ claimName, team }) => claimName === "" || team === "").length;
  const size = `${count(rows.claim.length)} claims, ${count(rows.composite.length)} XRs, ${count(rows.managed.length)} MRs`;
  console.log(`${size}: linked in ${cpuMs.toFixed(0)} ms of CPU, ${unlinked} MRs without claim or team`);
}
