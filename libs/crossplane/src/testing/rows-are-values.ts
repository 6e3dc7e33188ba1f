import { expect } from "vitest";
import { CompactRow } from "../rows/compact-row.ts";
import { plainRow } from "../rows/make-row.ts";
import type { Row } from "../rows/row.ts";

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && "gvr" in value && "managementPolicies" in value;

/** Set up for every test file: rows are equal when their fields are, however they are kept. */
expect.addEqualityTesters([
  function rowsAreValues(a, b) {
    const isKept = a instanceof CompactRow || b instanceof CompactRow;
    return isKept && isRow(a) && isRow(b) ? this.equals(plainRow(a), plainRow(b)) : undefined;
  },
]);
