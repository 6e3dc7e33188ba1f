/** Where in the document the next byte stands. */
export type State =
  | "start"
  | "firstKey"
  | "key"
  | "colon"
  | "value"
  | "afterValue"
  | "firstElement"
  | "element"
  | "afterElement"
  | "done";

const byte = (character: string): number => character.charCodeAt(0);
export const QUOTE = byte('"');
export const BACKSLASH = byte("\\");
export const COMMA = byte(",");
export const SPACE = byte(" ");
export const OPEN_ARRAY = byte("[");
export const CLOSE_ARRAY = byte("]");
export const OPEN_OBJECT = byte("{");
export const CLOSE_OBJECT = byte("}");
/** 1 for what neither opens nor closes anything, by its byte. */
export const isPlain = new Uint8Array(256).fill(1);
for (const one of [QUOTE, OPEN_OBJECT, OPEN_ARRAY, CLOSE_OBJECT, CLOSE_ARRAY]) isPlain[one] = 0;
export const spaces: ReadonlySet<number> = new Set([" ", "\t", "\n", "\r"].map(byte));

/** What punctuation leads to; everything else begins a value or is a mistake. */
export const punctuation: Readonly<Record<State, Readonly<Record<number, State>>>> = {
  start: { [OPEN_OBJECT]: "firstKey" },
  firstKey: { [CLOSE_OBJECT]: "done" },
  key: {},
  colon: { [byte(":")]: "value" },
  value: { [OPEN_ARRAY]: "firstElement" },
  afterValue: { [COMMA]: "key", [CLOSE_OBJECT]: "done" },
  firstElement: { [CLOSE_ARRAY]: "afterValue" },
  element: {},
  afterElement: { [COMMA]: "element", [CLOSE_ARRAY]: "afterValue" },
  done: {},
};

/** The states in which a value may begin, and what follows it. */
export const afterwards: Readonly<Partial<Record<State, State>>> = {
  firstKey: "colon",
  key: "colon",
  value: "afterValue",
  firstElement: "afterElement",
  element: "afterElement",
};
