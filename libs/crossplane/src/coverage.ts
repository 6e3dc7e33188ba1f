/**
 * Whether all objects of a kind were read, so that one which is not among the rows does not exist. A namespace scope,
 * or a list that never succeeded, makes it false. `namespace` is where the object would be if its kind is namespaced.
 */
export type Coverage = (group: string, kind: string, namespace: string) => boolean;

export const fullCoverage: Coverage = () => true;
