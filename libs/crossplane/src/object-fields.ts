/** Any JSON object, its members unknown. */
export type Fields = Readonly<Record<string, unknown>>;

const noFields: Fields = Object.freeze({});

/**
 * Readers that never fail: an API server checks objects against schemas that may say next to nothing,
 * so what is not of the expected shape counts as absent.
 */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : noFields;

/** Halves of surrogate pairs, which UTF-8 cannot carry, become U+FFFD here: names must not turn equal on the page only. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value.toWellFormed() : "");

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const integerOf = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0);

/** The group of an `apiVersion`; `""` for the core group. */
export const groupOf = (apiVersion: unknown): string => {
  const text = textOf(apiVersion);
  return text.slice(0, Math.max(0, text.indexOf("/")));
};
