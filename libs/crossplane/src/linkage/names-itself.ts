import type { Row } from "../rows/row.ts";

/**
 * Crossplane puts a root's name on the root too (`xrName`), so an XR that names itself, and not its controller of the same
 * name, is a root, and its controller something else than Crossplane.
 */
export const namesItself = ({ name, xrName, parentName }: Row): boolean => name === xrName && parentName !== xrName;
