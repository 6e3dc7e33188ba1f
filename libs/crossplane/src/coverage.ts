/**
 * Whether all objects of a kind in a namespace (`""`: cluster-scoped ones) were read, so that an object which is
 * not among the rows does not exist. A namespace scope, or a list that never succeeded, makes it false.
 */
export type Coverage = (group: string, kind: string, namespace: string) => boolean;

export const fullCoverage: Coverage = () => true;
