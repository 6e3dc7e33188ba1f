import type { Row } from "../rows/row.ts";

export type ClaimFields = Pick<Row, "claimName" | "claimNamespace" | "claimKind">;

/** The claim that a row belongs to: the one it names itself, else that of the closest relative that is known. */
export function effectiveClaim(row: Row, relative: ClaimFields | undefined): ClaimFields {
  const own = { claimName: row.ownClaimName, claimNamespace: row.ownClaimNamespace, claimKind: row.ownClaimKind };
  if (relative === undefined) return own;
  if (own.claimName === "") return pick(relative);
  // Labels give no kind; a relative that belongs to the claim of that name knows it.
  return own.claimKind === "" && namesSame(own, relative) ? pick(relative) : own;
}

const namesSame = (a: ClaimFields, b: ClaimFields): boolean =>
  a.claimName === b.claimName && a.claimNamespace === b.claimNamespace;

const pick = ({ claimName, claimNamespace, claimKind }: ClaimFields): ClaimFields => ({
  claimName,
  claimNamespace,
  claimKind,
});
