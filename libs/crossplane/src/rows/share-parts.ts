import { recentMap } from "../recent-map.ts";
import { partOf } from "./row-parts.ts";
import { emptyRow } from "./row.ts";
import type { Row } from "./row.ts";

interface Sharing {
  /** Of parts with the same key the latest is known. Undefined: nobody shares it. */
  readonly keyOf: (row: Row) => string | undefined;
  /** Most parts that are known. */
  readonly limit: number;
}

/** Gives the part of a row: `like` if that is equal, else one that was made before if it is equal, else a new one. */
function sharer<P extends Partial<Row>>(take: (row: Row) => P, { keyOf, limit }: Sharing) {
  const fields = Object.keys(take(emptyRow)) as (keyof Row & keyof P)[];
  const known = recentMap<P>({ limit });
  const isPartOf = (row: Row, part: P | undefined): part is P => {
    if (part === undefined) return false;
    for (const field of fields) if ((row[field] as unknown) !== part[field]) return false;
    return true;
  };

  return (row: Row, like: P | undefined): P => {
    if (isPartOf(row, like)) return like;
    const key = keyOf(row);
    if (key === undefined) return take(row);
    const same = known.get(key);
    if (isPartOf(row, same)) return same;
    const part = take(row);
    known.set(key, part);
    return part;
  };
}

/** One for the whole process: it changes nothing but how much memory equal parts take. */
export const sharePart = {
  blueprint: sharer(partOf.blueprint, {
    keyOf: ({ gvr, composition, providerConfig }) => `${gvr} ${composition} ${providerConfig}`,
    limit: 10_000,
  }),
  health: sharer(partOf.health, {
    keyOf: ({ readyReason, syncedReason, generation }) => `${readyReason} ${syncedReason} ${generation}`,
    limit: 10_000,
  }),
  ownership: sharer(partOf.ownership, { keyOf: ({ creator, team }) => `${creator} ${team}`, limit: 10_000 }),
  family: sharer(partOf.family, {
    // Siblings know their parent. Others share only that they name nothing.
    keyOf: ({ parentUid, xrName, claimName }) =>
      parentUid === "" && (xrName !== "" || claimName !== "") ? undefined : parentUid,
    limit: 250_000,
  }),
};
