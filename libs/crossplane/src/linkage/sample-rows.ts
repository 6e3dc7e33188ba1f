import { gvrOf } from "../gvr.ts";
import { emptyRow, type Row } from "../rows/row.ts";

/** Rows for tests, as `rowReader` makes them: every effective field is what the object itself says. */
type Said = Partial<Row> & Pick<Row, "name">;

function row(defaults: Partial<Row>, said: Said): Row {
  const own = { ...emptyRow, ...defaults, ...said };
  return {
    ...own,
    gvr: gvrOf({ group: own.group, version: own.version, resource: `${own.kind.toLowerCase()}s` }),
    uid: own.uid || `uid of ${own.kind} ${own.namespace}/${own.name}`,
    creator: own.ownCreator,
    team: own.ownTeam,
    composition: own.ownComposition,
    claimName: own.ownClaimName,
    claimNamespace: own.ownClaimNamespace,
    claimKind: own.ownClaimKind,
  };
}

export const claim = (said: Said): Row =>
  row({ group: "data.example.org", version: "v1", kind: "Database", namespace: "team-a" }, said);

export const xr = (said: Said): Row => row({ group: "data.example.org", version: "v1", kind: "XDatabase" }, said);

export const mr = (said: Said): Row =>
  row({ group: "rds.aws.example.org", version: "v1beta1", kind: "Instance" }, said);

/** A claim's `spec.resourceRef`. */
export const refersTo = ({ group, kind, name }: Row): Partial<Row> => ({ xrGroup: group, xrKind: kind, xrName: name });

/** An XR's `spec.claimRef`. */
export const claimedBy = ({ kind, namespace, name }: Row): Partial<Row> => ({
  ownClaimKind: kind,
  ownClaimNamespace: namespace,
  ownClaimName: name,
});

/** The labels with the claim that composed resources inherit. */
export const claimLabels = ({ namespace, name }: Row): Partial<Row> => ({
  ownClaimNamespace: namespace,
  ownClaimName: name,
});

/** What Crossplane writes on a resource that `parent` composed, in the tree of `root`. */
export const composedBy = (parent: Row, root = parent): Partial<Row> => ({
  parentUid: parent.uid,
  parentGroup: parent.group,
  parentKind: parent.kind,
  parentName: parent.name,
  xrName: root.name,
});
